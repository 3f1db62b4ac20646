package io.groundtrack.bench.models;

import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.network.CrossSensorEncoder;
import io.groundtrack.model.network.Weights;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * Checkpoint folders with drawn weights, one a model, that both sides read.
 *
 * <p>State: folders stay for the next run; one whose configuration is another now is written anew.
 */
public final class BenchFolders {
    private static final long SEED = 7;

    private final Path root;

    public BenchFolders(Path root) {
        this.root = root;
    }

    /** The folder of a model, written if it is not there. */
    public Path of(String name) {
        ModelConfig config = BenchModels.config(name);
        Path folder = root.resolve(name);
        try {
            // the configuration is written last: where it is, the rest is whole
            Path written = folder.resolve("config.json");
            if (!Files.isRegularFile(written)
                    || !Arrays.equals(Files.readAllBytes(written), config.toJson())) {
                write(config, folder);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
        }
    }

    private static void write(ModelConfig config, Path folder) throws IOException {
        Bands bands = Bands.bigEarthNet();
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve("config.json"));
        var encoder = new CrossSensorEncoder(config, bands.s1().count(), bands.s2().count());
        var weights = new StirredWeights(SEED, config.softMoe().scaleInit());
        Path part = folder.resolve("model.safetensors.part");
        try (var out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 20)) {
            Safetensors.write(out, Weights.shapes(encoder), weights);
        }
        Files.move(
                part,
                folder.resolve("model.safetensors"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
        Files.write(folder.resolve("bands.json"), bands.toJson());
        Files.write(folder.resolve("config.json"), config.toJson());
    }
}
