package io.groundtrack.job.fitting;

import io.groundtrack.model.Sensor;
import io.groundtrack.testing.landscape.Landscape;
import io.groundtrack.testing.landscape.LandscapeOptions;
import io.groundtrack.testing.landscape.scene.ScenePatch;
import io.groundtrack.testing.landscape.scene.SceneSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Pairs of an S2 and the nearest S1 overflight over one undisturbed landscape, patch by patch, with
 * the classes on the ground.
 *
 * @param pairs patches seen clearly by both
 */
record TrainingSample(List<Pair> pairs) {

    /** Clear enough that a class can be told. */
    private static final double MIN_CLEAR = 0.8;

    /** One patch, seen by both sensors within days. */
    record Pair(ScenePatch s1, ScenePatch s2, List<String> labels) {}

    /**
     * Samples of {@code landscapes} landscapes, {@code looks} pairs of overflights each, spread
     * over the year.
     */
    static Iterable<TrainingSample> undisturbed(long seed, int landscapes, int looks) {
        return () ->
                LongStream.range(seed, seed + landscapes)
                        .mapToObj(s -> Landscape.of(LandscapeOptions.ofSeed(s).withEvents(0)))
                        .map(landscape -> of(landscape, looks))
                        .iterator();
    }

    private static TrainingSample of(Landscape landscape, int looks) {
        var optical = of(landscape, io.groundtrack.schemas.Sensor.S2).toList();
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i < looks; i++) {
            var s2 = optical.get(i * optical.size() / looks);
            var s1 =
                    of(landscape, io.groundtrack.schemas.Sensor.S1)
                            .min(
                                    Comparator.comparing(
                                            s -> Duration.between(s.start(), s2.start()).abs()))
                            .orElseThrow();
            var radar = new HashMap<String, ScenePatch>();
            patches(landscape, s1, radar);
            var clear = new HashMap<String, ScenePatch>();
            patches(landscape, s2, clear);
            clear.keySet().stream()
                    .sorted()
                    .filter(radar::containsKey)
                    .forEach(
                            key -> {
                                var patch = clear.get(key);
                                pairs.add(
                                        new Pair(
                                                radar.get(key),
                                                patch,
                                                landscape.labelsOf(patch.row(), patch.column())));
                            });
        }
        return new TrainingSample(pairs);
    }

    private static Stream<SceneSpec> of(Landscape landscape, io.groundtrack.schemas.Sensor sensor) {
        return landscape.scenes().stream().filter(s -> s.sensor() == sensor);
    }

    private static void patches(Landscape landscape, SceneSpec spec, Map<String, ScenePatch> into) {
        new LandscapeObservations(landscape, MIN_CLEAR)
                .forEachPatch(
                        new int[] {landscape.scenes().indexOf(spec)},
                        (scene, patch) -> into.put(patch.row() + "/" + patch.column(), patch));
    }

    /** Inputs of a model: planes of {@code bands} one after another. */
    List<float[]> patches(Sensor sensor, List<String> bands) {
        return pairs.stream()
                .map(pair -> sensor == Sensor.S1 ? pair.s1() : pair.s2())
                .map(patch -> stacked(patch, bands))
                .toList();
    }

    private static float[] stacked(ScenePatch patch, List<String> bands) {
        int size = patch.planes()[0].length;
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
}
