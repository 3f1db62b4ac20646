package io.groundtrack.model.head;

import io.groundtrack.model.checkpoint.Tensor;
import java.util.Arrays;

/**
 * Brings every feature to mean 0 and deviation 1 while a head is fitted, and folds that back into
 * the head that comes out.
 *
 * <p>A feature that never varies becomes 0, and its weight with it. A row may hold several feature
 * vectors one after another.
 */
final class FeatureScaling {
    private final float[] means;
    private final float[] inverseDeviations;

    private FeatureScaling(float[] means, float[] inverseDeviations) {
        this.means = means;
        this.inverseDeviations = inverseDeviations;
    }

    /**
     * @param features F; each row holds a multiple of it
     */
    static FeatureScaling of(float[][] rows, int features) {
        var sums = new double[features];
        long count = 0;
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length == 0 || rows[i].length % features != 0) {
                throw new IllegalArgumentException(
                        "features: row "
                                + i
                                + ": "
                                + rows[i].length
                                + " numbers (expected: a multiple of "
                                + features
                                + ")");
            }
            for (int j = 0; j < rows[i].length; j++) {
                sums[j % features] += rows[i][j];
            }
            count += rows[i].length / features;
        }
        var means = new float[features];
        for (int f = 0; f < features; f++) {
            if (!Double.isFinite(sums[f])) {
                throw new IllegalArgumentException(
                        "features: number " + f + " is not finite somewhere");
            }
            means[f] = (float) (sums[f] / count);
        }
        var squares = new double[features];
        for (float[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                double distance = (double) row[j] - means[j % features];
                squares[j % features] += distance * distance;
            }
        }
        var inverse = new float[features];
        for (int f = 0; f < features; f++) {
            double deviation = Math.sqrt(squares[f] / count);
            inverse[f] =
                    deviation > 1e-6 * Math.max(1e-6, Math.abs(means[f]))
                            ? (float) (1 / deviation)
                            : 0;
        }
        return new FeatureScaling(means, inverse);
    }

    int features() {
        return means.length;
    }

    /** The F features that start at {@code from}, scaled. */
    void scale(float[] row, int from, float[] into) {
        for (int f = 0; f < means.length; f++) {
            into[f] = (row[from + f] - means[f]) * inverseDeviations[f];
        }
    }

    /**
     * The head on features as they are.
     *
     * @param weights (F, K) on scaled features
     * @param biases (K)
     */
    LinearHead fold(double[] weights, double[] biases) {
        int classes = biases.length;
        var weight = new float[weights.length];
        double[] offsets = Arrays.copyOf(biases, classes);
        for (int f = 0; f < means.length; f++) {
            for (int k = 0; k < classes; k++) {
                double w = weights[f * classes + k] * inverseDeviations[f];
                weight[k * means.length + f] = (float) w;
                offsets[k] -= w * means[f];
            }
        }
        var bias = new float[classes];
        for (int k = 0; k < classes; k++) {
            bias[k] = (float) offsets[k];
        }
        return new LinearHead(Tensor.of(weight, classes, means.length), Tensor.of(bias, classes));
    }
}
