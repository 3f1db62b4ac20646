package io.groundtrack.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.sinks.files.ResultFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sentinel-1 of one polarisation through the whole job, with {@code model.missing-bands: mean}. */
class MissingBandsITCase {

    private static final int PATCHES = 4;

    @TempDir private Path folder;

    @Test
    void passesOfOnePolarisationAreEmbeddedAndListed() throws Exception {
        var archive = SmallArchive.ofFewPasses(folder.resolve("archive"));
        var json = new ObjectMapper();
        var notices = new ArrayList<byte[]>();
        for (var notice : archive.notices()) {
            var event = (ObjectNode) json.readTree(notice);
            ((ObjectNode) event.path("data").path("assets")).remove("VH");
            notices.add(json.writeValueAsBytes(event));
        }

        var result =
                new Replay(archive.options("model.missing-bands", "mean"), line -> {})
                        .run(notices, ResultFiles.in(folder.resolve("out")));

        assertThat(result.summary().openSums()).isEmpty();
        assertThat(result.live().deadLetters()).isEmpty();
        var seen = result.live().embeddings().values();
        assertThat(seen).filteredOn(e -> e.getSensor() == Sensor.S1).hasSizeGreaterThan(PATCHES);
        assertThat(seen)
                .allSatisfy(
                        e ->
                                assertThat(e.getFilledBands())
                                        .isEqualTo(
                                                e.getSensor() == Sensor.S1
                                                        ? List.of("VH")
                                                        : List.of()));
        var classes = result.live().classifications().values();
        assertThat(classes)
                .filteredOn(c -> c.getS1Pass() != null)
                .isNotEmpty()
                .allSatisfy(c -> assertThat(c.getFilledBands()).containsExactly("VH"));
        assertThat(Files.readString(folder.resolve("out/classifications.jsonl")))
                .contains("\"filledBands\":[\"VH\"]");
    }
}
