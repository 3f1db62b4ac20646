package io.groundtrack.job.patches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.model.patches.PatchShards;
import io.groundtrack.operators.pairing.TilePairs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patches of real Sentinel files. */
class RealPatchesTest {

    private static final Path NOTICES =
            Path.of(System.getProperty("project.root", ".."), "../shared/data/notices")
                    .toAbsolutePath()
                    .normalize();

    @TempDir private Path folder;

    private SourceSummary collect(String name, TilePairs.Rule rule, Map<String, String> more)
            throws IOException {
        var file = NOTICES.resolve(name);
        assumeTrue(Files.exists(file), "the shared folder with real notices is not here: " + name);
        var settings =
                new TreeMap<>(
                        Map.of(
                                "assets.base", NOTICES.toString(),
                                "assets.allowed-roots", NOTICES.getParent().toString()));
        settings.putAll(more);
        try (var set = new PatchSet(folder, 256, 2, line -> {})) {
            var summary = set.addNotices(file, MonitoringOptions.of(settings), rule);
            if (set.patches() > 0) {
                set.finish();
            }
            return summary;
        }
    }

    private static TilePairs.Rule within(int days, boolean everyPartner) {
        return new TilePairs.Rule(Duration.ofDays(days), 0.3, everyPartner, 1);
    }

    /** The patches and labels as BigEarthNet's own files pair and name them. */
    @Test
    void bigEarthNetGivesItsFourPairsWithTheirLabels() throws Exception {
        var summary =
                collect("bigearthnet.jsonl", within(3, false), Map.of("patches.extent", "granule"));

        assertThat(summary.written()).isEqualTo(4);
        assertThat(summary.rejects()).isEmpty();
        var patches = PatchShards.open(folder);
        var labels = new TreeMap<String, Object>();
        LongStream.range(0, 4)
                .mapToObj(patches::attributes)
                .forEach(known -> labels.put(known.place(), known.labels()));
        assertThat(labels.keySet())
                .containsExactly("29UPU_r55_c4", "29UPU_r85_c36", "33UUP_r48_c87", "35VPK_r24_c69");
        assertThat(labels.get("29UPU_r55_c4")).hasToString("[Pastures]");
        assertThat(labels.get("35VPK_r24_c69"))
                .hasToString(
                        "[Coniferous forest, Inland waters, Inland wetlands, Mixed forest,"
                                + " Transitional woodland, shrub]");
        assertThat(patches.read(0).labels()).isPresent();
    }

    /** A laxer rule of pairing finds more looks at the same ground. */
    @Test
    void moreOfSsl4eoIsPairedWhenTheGapMayBeLonger() throws Exception {
        var asMonitored = collect("ssl4eo.jsonl", within(3, false), Map.of());
        assertThat(asMonitored.pairs()).isEqualTo(1);
        assertThat(asMonitored.written()).isBetween(5, 7);
        Files.delete(folder.resolve("manifest.json"));

        var month = collect("ssl4eo.jsonl", within(30, false), Map.of("s2.level", "L2A;L1C"));
        assertThat(month.pairs()).isEqualTo(4);
        assertThat(month.written()).isGreaterThan(3 * 5);
    }

    @Test
    void oneSensorAloneGivesNoPatch() throws Exception {
        var summary = collect("majortom.jsonl", within(30, true), Map.of());

        assertThat(summary.s1Passes()).isZero();
        assertThat(summary.written()).isZero();
    }
}
