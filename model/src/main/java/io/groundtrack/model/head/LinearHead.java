package io.groundtrack.model.head;

import io.groundtrack.model.checkpoint.Tensor;

/**
 * Scores of some classes as an affine map of a feature vector: (F) → (K).
 *
 * @param weight (K, F)
 * @param bias (K)
 */
public record LinearHead(Tensor weight, Tensor bias) {
    public LinearHead {
        long[] shape = weight.shape();
        if (shape.length != 2 || bias.shape().length != 1 || bias.shape()[0] != shape[0]) {
            throw new IllegalArgumentException(
                    "linear head: weight of "
                            + shape.length
                            + " axes and "
                            + bias.values().length
                            + " biases (expected: (K, F) and K)");
        }
    }

    public int classes() {
        return bias.values().length;
    }

    public int features() {
        return (int) weight.shape()[1];
    }

    public float[] scores(float[] features) {
        if (features.length != features()) {
            throw new IllegalArgumentException(
                    "features: " + features.length + " numbers (expected: " + features() + ")");
        }
        var scores = new float[classes()];
        for (int k = 0; k < scores.length; k++) {
            double sum = bias.values()[k];
            for (int f = 0; f < features.length; f++) {
                sum += (double) weight.values()[k * features.length + f] * features[f];
            }
            scores[k] = (float) sum;
        }
        return scores;
    }
}
