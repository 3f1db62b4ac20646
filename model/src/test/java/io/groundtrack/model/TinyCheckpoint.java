package io.groundtrack.model;

import io.groundtrack.model.checkpoint.BandSet;
import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.DrawnWeights;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.SoftMoeConfig;
import io.groundtrack.model.checkpoint.SoftMoeConfig.Placement;
import io.groundtrack.model.network.CrossSensorEncoder;
import io.groundtrack.model.network.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A checkpoint folder small enough for any test: 12 px, 3 px tokens, D = 8, three S2 bands. */
public final class TinyCheckpoint {
    public static final ModelConfig CONFIG =
            new ModelConfig(
                    12,
                    3,
                    8,
                    2,
                    1,
                    1,
                    4,
                    "specific",
                    8,
                    1,
                    2,
                    "random",
                    "disjoint",
                    0.5,
                    false,
                    new SoftMoeConfig(Set.of(Placement.SHARED), 2, 2, 16, 4));

    public static final Bands BANDS =
            new Bands(
                    "12_nearest",
                    false,
                    new BandSet(List.of("VV", "VH"), new float[] {-12, -19}, new float[] {5, 5.5f}),
                    new BandSet(
                            List.of("B02", "B03", "B08"),
                            new float[] {400, 600, 2000},
                            new float[] {600, 600, 1300}));

    private TinyCheckpoint() {}

    public static void write(Path folder) throws IOException {
        var encoder = new CrossSensorEncoder(CONFIG, 2, 3);
        try (var out = Files.newOutputStream(folder.resolve("model.safetensors"))) {
            Safetensors.write(out, Weights.shapes(encoder), new DrawnWeights(5, 4));
        }
        put(folder, "config.json", CONFIG.toJson());
        put(folder, "bands.json", BANDS.toJson());
    }

    public static void put(Path folder, String relative, byte[] content) throws IOException {
        Path file = folder.resolve(relative);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
