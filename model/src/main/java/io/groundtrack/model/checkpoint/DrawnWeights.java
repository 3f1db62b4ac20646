package io.groundtrack.model.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The weights of an untrained model, drawn from a fixed seed.
 *
 * <p>The same on every machine: own generators, exact arithmetic, and every weight has a stream of
 * its own that its name decides, so the order in which weights are asked for does not matter.
 * Xavier-uniform for matrices (the patch embedding seen as D × C·P²; every expert by itself), zero
 * biases, norms 1 and 0, class and mask tokens N(0, 0.02²), slots N(0, 1/D).
 *
 * <p>Source: the initialisation of CSMAE; slots as in Soft MoE.
 */
public final class DrawnWeights implements WeightSource {
    private final long seed;
    private final double scaleInit;

    public DrawnWeights(long seed, double scaleInit) {
        this.seed = seed;
        this.scaleInit = scaleInit;
    }

    @Override
    public float[] values(String name, long[] shape) {
        long count = 1;
        for (long size : shape) {
            count = Math.multiplyExact(count, size);
        }
        var values = new float[Math.toIntExact(count)];
        String last = name.substring(name.lastIndexOf('.') + 1);
        switch (last) {
            case "bias", "b1", "b2" -> {
                // stays zero
            }
            case "scale" -> fill(values, (float) scaleInit);
            case "phi" -> gaussian(name, values, 1 / Math.sqrt(shape[0]));
            case "cls_token", "cls_token_s2", "mask_token" -> gaussian(name, values, 0.02);
            case "w1", "w2" -> uniform(name, values, shape[1] + shape[2]);
            case "weight" -> {
                if (shape.length == 1) {
                    fill(values, 1);
                } else {
                    uniform(name, values, shape[0] + count / shape[0]);
                }
            }
            default -> throw new IllegalArgumentException("no rule to draw weight " + name);
        }
        return values;
    }

    private static void fill(float[] values, float value) {
        Arrays.fill(values, value);
    }

    private void uniform(String name, float[] values, long fanSum) {
        var random = new RandomStream(streamSeed(name));
        double bound = Math.sqrt(6.0 / fanSum);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.uniform() - 1) * bound);
        }
    }

    private void gaussian(String name, float[] values, double deviation) {
        var random = new RandomStream(streamSeed(name));
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.gaussian() * deviation);
        }
    }

    /** FNV-1a of the name, mixed with the seed. */
    private long streamSeed(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash + seed * 0x9e3779b97f4a7c15L;
    }
}
