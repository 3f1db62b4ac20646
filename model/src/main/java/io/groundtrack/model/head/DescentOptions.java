package io.groundtrack.model.head;

/**
 * How a head is fitted step by step (AdamW).
 *
 * @param learningRate the same in every step
 * @param weightDecay of weights, never of biases
 * @param batch rows in a step; a smaller set is one step
 * @param epochs most passes over the set
 * @param patience passes without a better validation figure before it ends
 * @param seed of the order of rows
 */
public record DescentOptions(
        double learningRate, double weightDecay, int batch, int epochs, int patience, long seed) {
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

    /** For the segmentation head: a row is a patch of thousands of pixels. */
    public static DescentOptions segmentation(long seed) {
        return new DescentOptions(3e-3, 0.01, 16, 30, 5, seed);
    }
}
