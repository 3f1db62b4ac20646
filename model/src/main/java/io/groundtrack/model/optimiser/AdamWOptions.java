package io.groundtrack.model.optimiser;

/**
 * Constants of AdamW; the learning rate is given step by step.
 *
 * @param beta1 memory of the first moment
 * @param beta2 memory of the second moment
 * @param weightDecay share of the learning rate by which a weight shrinks each step
 */
public record AdamWOptions(
        double beta1, double beta2, double eps, double weightDecay, Decay decay) {

    /** CSMAE's: betas 0.9 and 0.95, weight decay 0.05. */
    public static AdamWOptions csmae(Decay decay) {
        return new AdamWOptions(0.9, 0.95, 1e-8, 0.05, decay);
    }

    public AdamWOptions {
        requireShare("beta1", beta1);
        requireShare("beta2", beta2);
        if (!(eps > 0)) {
            throw new IllegalArgumentException("eps: " + eps + " (expected: above 0)");
        }
        if (!(weightDecay >= 0 && weightDecay <= 1)) {
            throw new IllegalArgumentException(
                    "weight-decay: " + weightDecay + " (expected: 0 to 1)");
        }
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: 0 ≤ " + name + " < 1)");
        }
    }
}
