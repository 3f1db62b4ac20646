package io.groundtrack.model.pretraining.data;

import io.groundtrack.model.checkpoint.RandomStream;
import java.nio.charset.StandardCharsets;

/**
 * Random numbers without state: a stream is a function of the run's seed, the epoch, the patch and
 * what it is for. So a patch is masked and turned the same way whatever came before it.
 */
public final class Draws {
    /** What numbers are drawn for; each has streams of its own. */
    public enum Purpose {
        S1_MASK,
        S2_MASK,
        TURN
    }

    private Draws() {}

    /**
     * @param epoch from 0; held-out patches are masked with epoch −1, the same in every evaluation
     */
    public static RandomStream of(long seed, long epoch, String patch, Purpose purpose) {
        long state = mixed(seed);
        state = mixed(state ^ epoch);
        state = mixed(state ^ hash(patch));
        return new RandomStream(mixed(state ^ purpose.ordinal()));
    }

    /** One uniform number a token, in [0, 1): the tokens with the smallest are kept. */
    public static float[] noise(long seed, long epoch, String patch, Purpose purpose, int tokens) {
        RandomStream stream = of(seed, epoch, patch, purpose);
        var noise = new float[tokens];
        for (int i = 0; i < tokens; i++) {
            // 24 bits: rounding to float must not give 1
            noise[i] = (int) (stream.uniform() * (1 << 24)) * 0x1p-24f;
        }
        return noise;
    }

    /** FNV-1a of the name. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    /** SplitMix64's step: neighbouring inputs give unrelated outputs. */
    private static long mixed(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
