package io.groundtrack.job.patches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.replay.SmallArchive;
import io.groundtrack.model.head.BigEarthNetClasses;
import io.groundtrack.model.patches.PatchLayout;
import io.groundtrack.model.patches.PatchShards;
import io.groundtrack.operators.pairing.TilePairs;
import io.groundtrack.testing.landscape.Landscape;
import io.groundtrack.testing.landscape.LandscapeOptions;
import io.groundtrack.testing.landscape.scene.Area;
import io.groundtrack.testing.landscape.scene.TileFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchSetTest {

    private static final LandscapeOptions GROUND =
            new LandscapeOptions(
                    11,
                    new Area(TileFrame.T33UUP, 30, 40, 2, 2),
                    LocalDate.of(2024, 1, 1),
                    4,
                    5,
                    0,
                    2,
                    1,
                    1);
    private static final TilePairs.Rule NEAREST =
            new TilePairs.Rule(Duration.ofDays(6), 0.3, false, 1);

    @TempDir private static Path archive;

    private static SmallArchive small;

    @TempDir private Path folder;

    private final List<String> said = new ArrayList<>();

    @BeforeAll
    static void writeTheArchive() throws IOException {
        small = SmallArchive.write(archive, GROUND);
    }

    private SourceSummary fromNotices(Path out, Path notices, int threads) throws IOException {
        try (var set = new PatchSet(out, 3, threads, said::add)) {
            var summary = set.addNotices(notices, small.options(), NEAREST);
            set.finish();
            return summary;
        }
    }

    @Test
    void patchesOfNoticesHoldThePixelsThatTheLandscapeShows() throws Exception {
        var summary = fromNotices(folder, archive.resolve("notices.jsonl"), 2);

        var patches = PatchShards.open(folder);
        patches.verify();
        assertThat(patches.size()).isEqualTo(summary.written()).isGreaterThan(6);
        assertThat(summary.written() + summary.gated()).isEqualTo(summary.paired());
        assertThat(summary.rejects()).isEmpty();
        var landscape = Landscape.of(GROUND);
        for (long i = 0; i < patches.size(); i++) {
            var known = patches.attributes(i);
            assertThat(known.gap()).isLessThanOrEqualTo(Duration.ofDays(6));
            var patch = patches.read(i);
            for (var look : List.of(known.s1(), known.s2())) {
                boolean optical = look == known.s2();
                // slices of one overflight are seconds apart
                var spec =
                        landscape.scenes().stream()
                                .filter(s -> s.sensor().name().equals(optical ? "S2" : "S1"))
                                .filter(
                                        s ->
                                                Duration.between(s.start(), look.time())
                                                                .abs()
                                                                .toMinutes()
                                                        < 2)
                                .findFirst()
                                .orElseThrow();
                var shown = landscape.render(spec).patch(known.row(), known.column());
                var bands =
                        optical
                                ? patches.manifest().layout().s2()
                                : patches.manifest().layout().s1();
                var values = optical ? patch.s2() : patch.s1();
                int pixels = Area.PATCH * Area.PATCH;
                for (int b = 0; b < bands.bands().size(); b++) {
                    var plane = shown.planes()[shown.bands().indexOf(bands.bands().get(b))];
                    for (int p = 0; p < pixels; p += 97) {
                        if (Float.isNaN(plane[p])) {
                            assertThat(values[b * pixels + p]).isNaN();
                        } else {
                            assertThat(values[b * pixels + p])
                                    .isCloseTo(
                                            plane[p],
                                            within(
                                                    (float) bands.encoding().largestError()
                                                            + 1e-3f));
                        }
                    }
                }
            }
        }
    }

    @Test
    void theNumberOfThreadsNeverShows() throws Exception {
        fromNotices(folder.resolve("one"), archive.resolve("notices.jsonl"), 1);
        fromNotices(folder.resolve("three"), archive.resolve("notices.jsonl"), 3);

        assertThat(PatchShards.open(folder.resolve("three")).digest())
                .isEqualTo(PatchShards.open(folder.resolve("one")).digest());
    }

    @Test
    void badNoticesAndFilesAreCountedAndTheOthersGoOn() throws Exception {
        var whole = fromNotices(folder.resolve("whole"), archive.resolve("notices.jsonl"), 2);
        var damaged = folder.resolve("damaged");
        copy(archive, damaged);
        var notices = damaged.resolve("notices.jsonl");
        Files.writeString(notices, "not json\n", StandardOpenOption.APPEND);
        Path broken;
        try (var files = Files.walk(damaged)) {
            broken =
                    files.filter(f -> f.toString().contains("B08"))
                            .sorted()
                            .findFirst()
                            .orElseThrow();
        }
        Files.write(broken, new byte[] {'I', 'I', 42, 0});

        SourceSummary summary;
        try (var set = new PatchSet(folder.resolve("out"), 3, 2, said::add)) {
            var options = new TreeMap<>(small.settings());
            options.put("assets.base", damaged.toString());
            summary = set.addNotices(notices, MonitoringOptions.of(options), NEAREST);
            set.finish();
        }

        assertThat(summary.rejects())
                .containsEntry("NOT_JSON", 1)
                .containsEntry("ASSET_UNREADABLE", 1);
        assertThat(summary.rejected()).isBetween(1, 4);
        assertThat(summary.written() + summary.gated() + summary.rejected())
                .isEqualTo(summary.paired());
        assertThat(summary.written()).isBetween(whole.written() - 4, whole.written());
        assertThat(said)
                .anyMatch(line -> line.contains("ASSET_UNREADABLE") && line.contains("B08"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    @Test
    void landscapesBringTheirTruth() {
        try (var set = new PatchSet(folder, 64, 2, said::add)) {
            var summary = set.addLandscapes(7, 2, 2, MonitoringOptions.of(Map.of()));
            assertThat(summary.written() + summary.gated()).isEqualTo(2 * 2 * 36);
            assertThat(summary.labelled()).isEqualTo(summary.written());
            set.finish();
        }

        var patches = PatchShards.open(folder);
        var places = new HashSet<String>();
        for (long i = 0; i < patches.size(); i++) {
            var patch = patches.read(i);
            places.add(patches.place(i));
            assertThat(present(patch.labels().orElseThrow()))
                    .isEqualTo(frequent(patch.pixelClasses().orElseThrow()))
                    .isEqualTo(new TreeSet<>(patches.attributes(i).labels()));
        }
        assertThat(places).as("other seeds are other ground").hasSizeGreaterThan(36);
    }

    private static TreeSet<String> present(float[] labels) {
        var names = new TreeSet<String>();
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == 1) {
                names.add(BigEarthNetClasses.NAMES.get(i));
            }
        }
        return names;
    }

    /** Classes of at least 5 % of the pixels, none of which is unknown. */
    private static TreeSet<String> frequent(byte[] pixels) {
        var counts = new int[BigEarthNetClasses.NAMES.size()];
        for (byte pixel : pixels) {
            assertThat(pixel).isNotEqualTo(PatchLayout.IGNORED);
            counts[pixel]++;
        }
        var names = new TreeSet<String>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] >= 0.05 * pixels.length) {
                names.add(BigEarthNetClasses.NAMES.get(i));
            }
        }
        return names;
    }

    @Test
    void sourcesJoinInOneSetAndWhatComesTwiceIsTakenOnce() throws Exception {
        try (var set = new PatchSet(folder, 256, 2, said::add)) {
            var first = set.addNotices(archive.resolve("notices.jsonl"), small.options(), NEAREST);
            var again = set.addNotices(archive.resolve("notices.jsonl"), small.options(), NEAREST);
            var made = set.addLandscapes(7, 1, 1, MonitoringOptions.of(Map.of()));

            assertThat(again.written()).isZero();
            assertThat(again.repeated()).isEqualTo(first.written());
            var manifest = set.finish();
            assertThat(manifest.patches()).isEqualTo(first.written() + made.written());
            assertThat(manifest.provenance()).hasSize(2);
        }
        var patches = PatchShards.open(folder);
        var sources =
                LongStream.range(0, patches.size())
                        .mapToObj(i -> patches.attributes(i).source())
                        .collect(Collectors.toSet());
        assertThat(sources).containsExactlyInAnyOrder("notices.jsonl", "landscape-7");
        assertThat(Files.readString(folder.resolve("manifest.json"), StandardCharsets.UTF_8))
                .contains("notices notices.jsonl: ");
    }
}
