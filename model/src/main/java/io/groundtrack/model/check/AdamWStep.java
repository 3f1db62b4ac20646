package io.groundtrack.model.check;

/**
 * The first step of AdamW from fresh state, as the reference numbers take it: learning rate 1e-3,
 * eps 1e-8, weight decay 0.05 on every weight.
 *
 * <p>In a first step both moments, corrected for their bias, are the gradient and its square, so
 * the betas fall out. Source: Loshchilov and Hutter, Decoupled Weight Decay Regularization.
 */
final class AdamWStep {
    private static final double RATE = 1e-3;
    private static final double EPS = 1e-8;
    private static final double DECAY = 0.05;

    private AdamWStep() {}

    static float[] first(float[] weights, float[] gradient) {
        var updated = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            double g = gradient[i];
            double decayed = weights[i] * (1 - RATE * DECAY);
            updated[i] = (float) (decayed - RATE * g / (Math.abs(g) + EPS));
        }
        return updated;
    }
}
