package io.groundtrack.job.patches;

import io.groundtrack.model.head.BigEarthNetClasses;
import io.groundtrack.model.patches.PatchAttributes;
import io.groundtrack.model.patches.PatchExample;
import io.groundtrack.model.patches.PatchLayout;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.testing.landscape.Landscape;
import io.groundtrack.testing.landscape.LandscapeOptions;
import io.groundtrack.testing.landscape.cover.LandCover;
import io.groundtrack.testing.landscape.scene.Area;
import io.groundtrack.testing.landscape.scene.Scene;
import io.groundtrack.testing.landscape.scene.ScenePatch;
import io.groundtrack.testing.landscape.scene.SceneSpec;
import io.groundtrack.testing.landscape.scene.Utm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Patches of undisturbed synthetic landscapes, with the classes on the ground: labels of the patch
 * and the class of every pixel, under cloud too.
 *
 * <p>in: seeds, looks → out: examples seen by both sensors, in the order of (seed, time, row,
 * column). The looks are spread over the year; each S2 overflight goes with the nearest S1 one. The
 * gate is the job's.
 */
final class LandscapePatches {

    private final long seed;
    private final int landscapes;
    private final int looks;
    private final double minClear;
    private final PatchLayout layout;
    private final int threads;

    /**
     * @param seed of the first landscape; the others follow
     * @param looks S2 overflights of each landscape, 1 to 36
     * @param minClear {@code patches.min-clear}
     */
    LandscapePatches(
            long seed,
            int landscapes,
            int looks,
            double minClear,
            PatchLayout layout,
            int threads) {
        int most = LandscapeOptions.ofSeed(seed).s2Looks();
        if (landscapes < 1) {
            throw new IllegalArgumentException(
                    "landscapes: " + landscapes + " (expected: 1 or more)");
        }
        if (looks < 1 || looks > most) {
            throw new IllegalArgumentException(
                    "looks: " + looks + " (expected: 1 to " + most + ")");
        }
        this.seed = seed;
        this.landscapes = landscapes;
        this.looks = looks;
        this.minClear = minClear;
        this.layout = layout;
        this.threads = threads;
    }

    /** A pair of overflights of one landscape. */
    private record Look(Landscape landscape, SceneSpec s1, SceneSpec s2) {}

    private record Seen(List<Taken> taken, int gated) {}

    SourceSummary collect(PatchCollection into) {
        var source = "landscapes " + seed + " to " + (seed + landscapes - 1);
        var gated = new int[1];
        InOrder.run(
                threads,
                LongStream.range(seed, seed + landscapes).boxed().flatMap(this::looksOf).iterator(),
                this::see,
                seen -> {
                    seen.taken().forEach(into::add);
                    gated[0] += seen.gated();
                    into.progress(source + ": " + into.written() + " patches so far");
                });
        int pairs = landscapes * looks;
        return new SourceSummary(
                source,
                0,
                0,
                pairs,
                pairs,
                pairs,
                into.written() + into.repeated() + gated[0],
                into.written(),
                gated[0],
                0,
                into.repeated(),
                into.labelled(),
                Collections.emptySortedMap(),
                source
                        + ": "
                        + into.written()
                        + " patches; "
                        + looks
                        + " looks each, nearest partner, patches.min-clear="
                        + minClear);
    }

    private Stream<Look> looksOf(long landscapeSeed) {
        var landscape = Landscape.of(LandscapeOptions.ofSeed(landscapeSeed).withEvents(0));
        var optical = of(landscape, Sensor.S2);
        var radar = of(landscape, Sensor.S1);
        var pairs = new ArrayList<Look>();
        for (int i = 0; i < looks; i++) {
            var s2 = optical.get(i * optical.size() / looks);
            var s1 =
                    Collections.min(
                            radar,
                            Comparator.comparing(
                                    s -> Duration.between(s.start(), s2.start()).abs()));
            pairs.add(new Look(landscape, s1, s2));
        }
        return pairs.stream();
    }

    private static List<SceneSpec> of(Landscape landscape, Sensor sensor) {
        return landscape.scenes().stream().filter(s -> s.sensor() == sensor).toList();
    }

    private Seen see(Look look) {
        var area = look.landscape().area();
        var radar = look.landscape().render(look.s1());
        var optical = look.landscape().render(look.s2());
        var seen = new ArrayList<Taken>();
        int gated = 0;
        for (int row = area.firstRow(); row < area.firstRow() + area.rows(); row++) {
            for (int column = area.firstColumn();
                    column < area.firstColumn() + area.columns();
                    column++) {
                var s1 = radar.patch(row, column);
                var s2 = optical.patch(row, column);
                if (s1.clearFraction() >= minClear && s2.clearFraction() >= minClear) {
                    seen.add(taken(look, radar, s1, optical, s2));
                } else {
                    gated++;
                }
            }
        }
        return new Seen(seen, gated);
    }

    private Taken taken(Look look, Scene radar, ScenePatch s1, Scene optical, ScenePatch s2) {
        var landscape = look.landscape();
        var frame = landscape.area().frame();
        int row = s2.row();
        int column = s2.column();
        var name = "landscape-" + landscape.options().seed();
        // another seed is other ground, also where its coordinates are the same
        var place = name + "/" + Ids.patch(frame.tile(), row, column);
        var id = Ids.example(place, radar.spec().id(), optical.spec().id());
        var labels = landscape.labelsOf(row, column);
        int half = Area.PATCH * 10 / 2;
        int ulx = frame.easting(column);
        int uly = frame.northing(row);
        var centre = Utm.ofEpsg(frame.epsg()).toDegrees(ulx + half, uly - half);
        return new Taken(
                new PatchExample(
                        id,
                        stacked(s1, layout.s1().bands()),
                        stacked(s2, layout.s2().bands()),
                        Optional.of(PairCutter.hot(labels)),
                        Optional.of(pixelClasses(landscape, row, column))),
                new PatchAttributes(
                        id,
                        place,
                        frame.tile(),
                        row,
                        column,
                        frame.epsg(),
                        ulx,
                        uly,
                        centre[0],
                        centre[1],
                        look(radar.spec(), s1),
                        look(optical.spec(), s2),
                        name,
                        labels));
    }

    private static PatchAttributes.Look look(SceneSpec spec, ScenePatch patch) {
        return new PatchAttributes.Look(
                spec.id(), spec.start(), patch.validFraction(), patch.clearFraction());
    }

    private static float[] stacked(ScenePatch patch, List<String> bands) {
        int size = Area.PATCH * Area.PATCH;
        var all = new float[bands.size() * size];
        for (int b = 0; b < bands.size(); b++) {
            int plane = patch.bands().indexOf(bands.get(b));
            if (plane < 0) {
                throw new IllegalArgumentException(
                        "band " + bands.get(b) + " (expected: one of " + patch.bands() + ")");
            }
            System.arraycopy(patch.planes()[plane], 0, all, b * size, size);
        }
        return all;
    }

    private static byte[] pixelClasses(Landscape landscape, int row, int column) {
        var numbers = new TreeMap<LandCover, Byte>();
        Arrays.stream(LandCover.values())
                .forEach(
                        cover ->
                                numbers.put(
                                        cover,
                                        (byte) BigEarthNetClasses.NAMES.indexOf(cover.label())));
        var area = landscape.area();
        var cover = landscape.cover();
        int top = (row - area.firstRow()) * Area.PATCH;
        int left = (column - area.firstColumn()) * Area.PATCH;
        var classes = new byte[Area.PATCH * Area.PATCH];
        for (int i = 0; i < classes.length; i++) {
            int pixel = (top + i / Area.PATCH) * cover.width() + left + i % Area.PATCH;
            classes[i] = numbers.get(cover.coverAt(pixel));
        }
        return classes;
    }
}
