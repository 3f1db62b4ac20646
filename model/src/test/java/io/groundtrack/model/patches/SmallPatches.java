package io.groundtrack.model.patches;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Patches of 6 px with two plus three bands, three classes, and known numbers. */
final class SmallPatches {

    static final int SIDE = 6;
    static final List<String> CLASSES = List.of("field", "forest", "water");
    static final PatchLayout LAYOUT =
            new PatchLayout(
                    SIDE,
                    SensorLayout.radar(List.of("VV", "VH")),
                    SensorLayout.optics(List.of("B02", "B03", "B04")),
                    CLASSES);

    private SmallPatches() {}

    /** The n-th patch; every third pixel of S1 has no data, every second patch no labels. */
    static PatchExample example(int n) {
        var random = new Random(n);
        int pixels = SIDE * SIDE;
        var s1 = new float[2 * pixels];
        var s2 = new float[3 * pixels];
        for (int i = 0; i < s1.length; i++) {
            s1[i] = i % 3 == 0 ? Float.NaN : -30 + 40 * random.nextFloat();
        }
        for (int i = 0; i < s2.length; i++) {
            s2[i] = random.nextInt(12_000) - 1000;
        }
        if (n % 2 == 1) {
            return new PatchExample(id(n), s1, s2, Optional.empty(), Optional.empty());
        }
        var classes = new byte[pixels];
        for (int i = 0; i < pixels; i++) {
            classes[i] = i == 0 ? PatchLayout.IGNORED : (byte) random.nextInt(3);
        }
        return new PatchExample(
                id(n),
                s1,
                s2,
                Optional.of(new float[] {n % 3 == 0 ? 1 : 0, 1, 0}),
                Optional.of(classes));
    }

    static String id(int n) {
        return "33UUP_r" + n / 3 + "_c0|s1-" + n + "|s2-" + n;
    }

    /** Three looks at each place. */
    static PatchAttributes attributes(int n) {
        var time = Instant.parse("2024-06-04T10:10:31Z").plusSeconds(86_400L * n);
        return new PatchAttributes(
                id(n),
                "33UUP_r" + n / 3 + "_c0",
                "33UUP",
                n / 3,
                0,
                32633,
                300_000,
                5_400_000,
                13.5,
                48.25,
                new PatchAttributes.Look("s1-" + n, time.plusSeconds(5400), 1, 1),
                new PatchAttributes.Look("s2-" + n, time, 0.75, 0.5),
                "made up",
                n % 2 == 1 ? List.of() : List.of("forest"));
    }

    /** A folder of this many patches, four a shard. */
    static PatchShards write(Path folder, int patches) {
        return write(folder, LAYOUT, patches);
    }

    static PatchShards write(Path folder, PatchLayout layout, int patches) {
        try (var writer = PatchShardWriter.create(folder, layout, 4)) {
            for (int n = 0; n < patches; n++) {
                writer.add(example(n), attributes(n));
            }
            writer.finish(List.of("made up"));
        }
        return PatchShards.open(folder);
    }

    static List<Long> sorted(ShuffledOrder order) {
        var visited = new ArrayList<Long>();
        for (long i = 0; i < order.size(); i++) {
            visited.add(order.at(i));
        }
        visited.sort(null);
        return visited;
    }
}
