package io.groundtrack.model.pretraining;

import io.groundtrack.model.TinyCheckpoint;
import io.groundtrack.model.checkpoint.RandomStream;
import io.groundtrack.model.patches.PatchAttributes;
import io.groundtrack.model.patches.PatchExample;
import io.groundtrack.model.patches.PatchLayout;
import io.groundtrack.model.patches.PatchShardWriter;
import io.groundtrack.model.patches.SensorLayout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Patches of 12 px that can be learned: two fields divided by a line, each with one colour of its
 * own in all bands of both sensors, so that a visible token tells about hidden ones and about the
 * other sensor.
 */
public final class FieldPatches {
    private static final int SIDE = 12;

    private FieldPatches() {}

    /** A folder of this many patches, sixteen a shard, each a place of its own. */
    public static Path write(Path folder, int patches) {
        var bands = TinyCheckpoint.BANDS;
        var layout =
                new PatchLayout(
                        SIDE,
                        SensorLayout.radar(bands.s1().names()),
                        SensorLayout.optics(bands.s2().names()),
                        List.of());
        try (var writer = PatchShardWriter.create(folder, layout, 16)) {
            for (int n = 0; n < patches; n++) {
                writer.add(example(n), attributes(n));
            }
            writer.finish(List.of("made up"));
        }
        return folder;
    }

    static PatchExample example(int n) {
        var bands = TinyCheckpoint.BANDS;
        var random = new RandomStream(1000L + n);
        double angle = 2 * Math.PI * random.uniform();
        double offset = 8 * random.uniform() - 4;
        double[] colours = {2 * random.uniform() - 1, 2 * random.uniform() - 1};
        int area = SIDE * SIDE;
        var s1 = new float[2 * area];
        var s2 = new float[3 * area];
        for (int i = 0; i < area; i++) {
            double across =
                    (i % SIDE - 5.5) * Math.cos(angle)
                            + (i / SIDE - 5.5) * Math.sin(angle)
                            - offset;
            double colour = colours[across > 0 ? 1 : 0];
            for (int c = 0; c < 2; c++) {
                double noise = 0.1 * random.gaussian();
                double value = 2 * colour + noise;
                s1[c * area + i] =
                        (float) (bands.s1().means()[c] + bands.s1().deviations()[c] * value);
            }
            for (int c = 0; c < 3; c++) {
                double noise = 0.1 * random.gaussian();
                double value = (c == 1 ? -2 : 2) * colour + noise;
                s2[c * area + i] =
                        Math.round(bands.s2().means()[c] + bands.s2().deviations()[c] * value);
            }
        }
        return new PatchExample("field-" + n, s1, s2, Optional.empty(), Optional.empty());
    }

    private static PatchAttributes attributes(int n) {
        var time = Instant.parse("2024-06-04T10:10:31Z");
        return new PatchAttributes(
                "field-" + n,
                "place-" + n,
                "33UUP",
                n,
                0,
                32633,
                300_000,
                5_400_000,
                13.5,
                48.25,
                new PatchAttributes.Look("s1-" + n, time, 1, 1),
                new PatchAttributes.Look("s2-" + n, time, 1, 1),
                "made up",
                List.of());
    }
}
