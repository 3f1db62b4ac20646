package io.groundtrack.job.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.sinks.files.ResultFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The beginning of a real Sentinel-1 archive: one scene was published twice under two names, and
 * some passes come as several slices.
 */
class DoubledSceneITCase {

    private static final int SCENES = 4;
    private static final int SLICES = 6;
    private static final String DOUBLED = "20141012T233201";

    private static final Path NOTICES =
            Path.of(System.getProperty("project.root", ".."), "../shared/data/notices")
                    .toAbsolutePath()
                    .normalize();

    @TempDir private Path folder;

    @Test
    void theDoubleRepeatsAndTheOrderOfSlicesChangeNothing() throws Exception {
        var file = NOTICES.resolve("myanmar.jsonl");
        assumeTrue(Files.exists(file), "the shared folder with real notices is not here");
        var lines = NoticePublisher.lines(file, null);
        var all = new ArrayList<>(lines.subList(0, SCENES));
        all.addAll(slices(lines));
        var doubles =
                all.stream()
                        .filter(line -> new String(line, StandardCharsets.UTF_8).contains(DOUBLED))
                        .toList();
        assertThat(doubles).as("one scene under two names").hasSize(2);

        var shaken = new ArrayList<>(all);
        shaken.addAll(all.subList(2, all.size()));
        Collections.reverse(shaken);
        var everything = replay("everything", shaken);

        assertThat(everything.path("superseded").asInt()).isEqualTo(1);
        assertThat(everything.path("repeated").asInt()).isEqualTo(all.size() - 2);
        assertThat(everything.path("granules").asInt()).isEqualTo(all.size() - 1);
        assertThat(everything.path("passes").asInt())
                .as("two slices are one pass")
                .isEqualTo(SCENES - 1 + SLICES / 2);

        var kept = new ArrayList<>(all);
        kept.remove(older(doubles));
        assertThat(replay("without", kept).path("resultHash").asText())
                .isEqualTo(everything.path("resultHash").asText());
    }

    /** The first scenes of which two are of one day. */
    private static List<byte[]> slices(List<byte[]> lines) {
        var slices = new ArrayList<byte[]>();
        for (int i = SCENES; i + 1 < lines.size() && slices.size() < SLICES; i++) {
            if (day(lines.get(i)).equals(day(lines.get(i + 1)))) {
                slices.add(lines.get(i));
                slices.add(lines.get(i + 1));
            }
        }
        return slices;
    }

    private static String day(byte[] line) {
        var text = new String(line, StandardCharsets.UTF_8);
        int name = text.indexOf("S1A_IW_GRDH_1SDV_");
        return text.substring(name, name + "S1A_IW_GRDH_1SDV_20141012".length());
    }

    /** The version with the lower name: nothing else tells the two apart. */
    private static byte[] older(List<byte[]> doubles) {
        var one = new String(doubles.get(0), StandardCharsets.UTF_8);
        var other = new String(doubles.get(1), StandardCharsets.UTF_8);
        return one.compareTo(other) < 0 ? doubles.get(0) : doubles.get(1);
    }

    private JsonNode replay(String name, List<byte[]> notices) throws Exception {
        var options =
                MonitoringOptions.of(
                        Map.of(
                                "assets.base", NOTICES.toString(),
                                "assets.allowed-roots", NOTICES.getParent().toString(),
                                "pairing.horizon", "0",
                                "change.horizon", "0",
                                "notices.remember-deletes", "0",
                                "web.port", "0"));
        return new Replay(options, line -> {})
                .run(notices, ResultFiles.in(folder.resolve(name)))
                .summary()
                .json();
    }
}
