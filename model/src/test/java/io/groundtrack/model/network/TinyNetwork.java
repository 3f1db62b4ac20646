package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.groundtrack.model.checkpoint.DrawnWeights;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.SoftMoeConfig;
import io.groundtrack.model.checkpoint.SoftMoeConfig.Placement;
import java.util.Random;
import java.util.Set;

/** A whole network of 12 px, 3 px tokens, D = 8, two and three bands, and input for it. */
final class TinyNetwork {
    static final int S1_BANDS = 2;
    static final int S2_BANDS = 3;
    static final int TOKENS = 16;
    private static final SoftMoeConfig SOFT_MOE =
            new SoftMoeConfig(Set.of(Placement.SHARED), 2, 2, 12, 4);

    private TinyNetwork() {}

    static ModelConfig config(int specificDepth, String decoder) {
        return config(specificDepth, decoder, "random", "disjoint", 0.5);
    }

    static ModelConfig config(
            int specificDepth,
            String decoder,
            String masking,
            String reconstruction,
            double maskRatio) {
        return new ModelConfig(
                12,
                3,
                8,
                2,
                specificDepth,
                2,
                2,
                decoder,
                12,
                1,
                3,
                masking,
                reconstruction,
                maskRatio,
                false,
                SOFT_MOE);
    }

    /** Norms drawn too, so that a norm left out is noticed. */
    static MaskedAutoencoder network(ModelConfig config, NDManager manager) {
        var model = new MaskedAutoencoder(config, S1_BANDS, S2_BANDS);
        var drawn = new DrawnWeights(3, 4);
        Weights.load(
                model,
                (name, shape) -> {
                    float[] values = drawn.values(name, shape);
                    if (name.contains("norm")) {
                        var random = new Random(name.hashCode());
                        for (int i = 0; i < values.length; i++) {
                            values[i] += 0.3f * (float) random.nextGaussian();
                        }
                    }
                    return values;
                },
                manager);
        return model;
    }

    static NDArray pixels(NDManager manager, int batch, int bands, long seed) {
        var random = new Random(seed);
        var values = new float[batch * bands * 12 * 12];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, new Shape(batch, bands, 12, 12));
    }

    static float[][] noise(int batch, int tokens, long seed) {
        var random = new Random(seed);
        var noise = new float[batch][tokens];
        for (float[] row : noise) {
            for (int i = 0; i < tokens; i++) {
                row[i] = random.nextFloat();
            }
        }
        return noise;
    }

    static Masks masks(ModelConfig config, int batch) {
        return Masks.of(config, noise(batch, TOKENS, 21), noise(batch, TOKENS, 22));
    }
}
