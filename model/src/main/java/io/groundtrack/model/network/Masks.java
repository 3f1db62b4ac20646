package io.groundtrack.model.network;

import io.groundtrack.model.checkpoint.ModelConfig;

/**
 * What each sensor's encoder sees of a batch in pretraining.
 *
 * <p>In: uniform numbers (B, N) of each sensor → a shuffle of tokens, of which the first K are
 * kept. {@code random}: each sensor from its own noise; {@code identical}: both from that of S1;
 * {@code disjoint}: the shuffle of S1 backwards and the ratio 1 − r, so that S2 keeps what S1 lost.
 * Never used at inference, where a disjoint mask of ratio 0 would leave S2 without a token.
 *
 * <p>Errors: noise of another shape, not finite, or a ratio that keeps or removes no token at all.
 *
 * <p>Source: He et al., Masked Autoencoders Are Scalable Vision Learners; strategies of CSMAE.
 */
public record Masks(SensorMask s1, SensorMask s2) {

    /**
     * @param s2Noise read by {@code random} masking only; may be null otherwise
     */
    public static Masks of(ModelConfig config, float[][] s1Noise, float[][] s2Noise) {
        int tokens = config.patchTokens();
        double ratio = config.maskRatio();
        check("noise of S1", s1Noise, s1Noise.length, tokens);
        int[][] shuffle = SensorMask.shuffle(s1Noise);
        SensorMask s1 = SensorMask.of(kept(tokens, ratio), shuffle);
        return switch (config.masking()) {
            case "identical" -> new Masks(s1, s1);
            case "disjoint" -> {
                int[][] backwards = SensorMask.reversed(shuffle);
                yield new Masks(s1, SensorMask.of(kept(tokens, 1 - ratio), backwards));
            }
            case "random" -> {
                check("noise of S2", s2Noise, s1Noise.length, tokens);
                int[][] own = SensorMask.shuffle(s2Noise);
                yield new Masks(s1, SensorMask.of(kept(tokens, ratio), own));
            }
            default -> throw new IllegalArgumentException("masking: " + config.masking());
        };
    }

    /** Whether S2 draws noise of its own. */
    public static boolean needsS2Noise(ModelConfig config) {
        return config.masking().equals("random");
    }

    /** Reckoned in double and cut off, as the official code does. */
    static int kept(int tokens, double ratio) {
        var kept = (int) (tokens * (1 - ratio));
        if (kept < 1 || kept >= tokens) {
            throw new IllegalArgumentException(
                    "mask_ratio: keeps "
                            + kept
                            + " of "
                            + tokens
                            + " tokens of a sensor (expected: at least one kept, one removed)");
        }
        return kept;
    }

    private static void check(String what, float[][] noise, int batch, int tokens) {
        if (noise == null || noise.length != batch || batch == 0) {
            throw new IllegalArgumentException(
                    what
                            + ": "
                            + (noise == null ? "none" : noise.length + " rows")
                            + " (expected: "
                            + Math.max(1, batch)
                            + ")");
        }
        for (int b = 0; b < batch; b++) {
            if (noise[b].length != tokens) {
                throw new IllegalArgumentException(
                        what
                                + ": row "
                                + b
                                + " of "
                                + noise[b].length
                                + " numbers (expected: "
                                + tokens
                                + ")");
            }
            for (float value : noise[b]) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException(
                            what + ": row " + b + " holds " + value + " (expected: finite)");
                }
            }
        }
    }
}
