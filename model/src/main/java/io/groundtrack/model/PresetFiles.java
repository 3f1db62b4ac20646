package io.groundtrack.model;

import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.Checkpoint;
import io.groundtrack.model.checkpoint.DrawnWeights;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.ModelId;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.WeightSource;
import io.groundtrack.model.network.CrossSensorEncoder;
import io.groundtrack.model.network.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * An untrained model: weights drawn from a fixed seed, other files (sketch, heads, thresholds) from
 * this module's resources, {@code io/groundtrack/model/<preset>/…}.
 */
final class PresetFiles implements ModelFiles {
    private static final long SEED = 42;

    private final String preset;
    private final ModelConfig config;

    PresetFiles(String preset, ModelConfig config) {
        this.preset = preset;
        this.config = config;
    }

    @Override
    public String name() {
        return preset + "-untrained";
    }

    @Override
    public Optional<byte[]> file(String relative) {
        Checkpoint.checkRelative(relative);
        if (relative.equals(CONFIG)) {
            return Optional.of(config.toJson());
        }
        if (relative.equals(BANDS)) {
            return Optional.of(Bands.bigEarthNet().toJson());
        }
        String resource = preset + "/" + relative;
        try (InputStream in = PresetFiles.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + resource + ": " + e, e);
        }
    }

    @Override
    public MessageDigest weightsDigest(CrossSensorEncoder encoder) {
        return ModelId.digest(
                out -> {
                    try {
                        Safetensors.write(out, Weights.shapes(encoder), weights(encoder));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Override
    public WeightSource weights(CrossSensorEncoder encoder) {
        return new DrawnWeights(SEED, config.softMoe().scaleInit());
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
