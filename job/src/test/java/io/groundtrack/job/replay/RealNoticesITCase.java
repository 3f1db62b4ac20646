package io.groundtrack.job.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.sinks.completeness.Completeness;
import io.groundtrack.sinks.completeness.Progress;
import io.groundtrack.sinks.completeness.Question;
import io.groundtrack.sinks.files.ResultFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real Sentinel files through the whole job. The expected counts come from reading the same files
 * with other software; a fraction of clear pixels close to the gate may fall either way.
 */
class RealNoticesITCase {

    private static final Path NOTICES =
            Path.of(System.getProperty("project.root", ".."), "../shared/data/notices")
                    .toAbsolutePath()
                    .normalize();

    @TempDir private Path out;

    @Test
    void ssl4eoPairsOnePassOfEachSensor() throws Exception {
        var summary = replay("ssl4eo.jsonl", Map.of());

        assertThat(summary.path("pairs").asInt()).isEqualTo(1);
        assertThat(summary.path("patches").path("embedded").asInt()).isBetween(24, 28);
        assertThat(summary.path("pairedPatches").asInt()).isBetween(5, 7);
        assertThat(summary.path("ignored").asInt()).as("Level-1C products").isEqualTo(2);
    }

    @Test
    void bigEarthNetPatchesLieOnTheGridOfTheirGranules() throws Exception {
        var summary = replay("bigearthnet.jsonl", Map.of("patches.extent", "granule"));

        assertThat(summary.path("patches").path("embedded").asInt()).isEqualTo(17);
        assertThat(summary.path("pairedPatches").asInt()).isEqualTo(4);
    }

    private JsonNode replay(String name, Map<String, String> more) throws Exception {
        var file = NOTICES.resolve(name);
        assumeTrue(Files.exists(file), "the shared folder with real notices is not here: " + name);
        var settings =
                new TreeMap<>(
                        Map.of(
                                "assets.base", NOTICES.toString(),
                                "assets.allowed-roots", NOTICES.getParent().toString(),
                                "pairing.horizon", "0",
                                "change.horizon", "0",
                                "web.port", "0"));
        settings.putAll(more);
        var result =
                new Replay(MonitoringOptions.of(settings), line -> {})
                        .run(NoticePublisher.lines(file, null), ResultFiles.in(out));
        assertThat(result.summary().openSums()).isEmpty();
        var report = Completeness.of(Progress.in(out), Question.everything());
        assertThat(report.stops()).as("completeness of %s", name).isEmpty();
        assertThat(report.passes()).isNotEmpty();
        return result.summary().json();
    }
}
