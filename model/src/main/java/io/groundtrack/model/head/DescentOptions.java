package io.groundtrack.model.head;

/**
 * How a head is fitted step by step (AdamW).
 *
 * @param learningRate the same in every step
 * @param weightDecay of weights, never of biases
 * @param batch rows in a step, fewer where an epoch would have less than {@link #LEAST_STEPS}
 * @param epochs most passes over the set
 * @param patience passes without a better validation figure before it ends
 * @param seed of the order of rows
 */
public record DescentOptions(
        double learningRate, double weightDecay, int batch, int epochs, int patience, long seed) {
    /** A head of a small set would stop before it has moved. */
    static final int LEAST_STEPS = 20;

    public DescentOptions {
        if (!(learningRate > 0 && learningRate < 10) || !(weightDecay >= 0 && weightDecay < 10)) {
            throw new IllegalArgumentException(
                    "learningRate, weightDecay: "
                            + learningRate
                            + ", "
                            + weightDecay
                            + " (expected: above 0, 0 or more, both below 10)");
        }
        if (batch < 1 || epochs < 1 || patience < 1) {
            throw new IllegalArgumentException(
                    "batch, epochs, patience: "
                            + batch
                            + ", "
                            + epochs
                            + ", "
                            + patience
                            + " (expected: 1 or more each)");
        }
    }

    /** What the model zoo of reBEN trains with: 1e-3, batches of 512, 100 epochs, patience 5. */
    public static DescentOptions probe(long seed) {
        return new DescentOptions(1e-3, 0.01, 512, 100, 5, seed);
    }

    /** Rows in a step over a set of so many. */
    int batch(int rows) {
        return Math.max(1, Math.min(batch, rows / LEAST_STEPS));
    }

    /** For the segmentation head: a row is a patch of thousands of pixels. */
    public static DescentOptions segmentation(long seed) {
        return new DescentOptions(4e-3, 0.01, 16, 20, 4, seed);
    }
}
