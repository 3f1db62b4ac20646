package io.groundtrack.model.sketch;

import io.groundtrack.model.checkpoint.Tensor;

/**
 * Finds the sketch of one sensor from tokens of that sensor.
 *
 * <p>In: the tokens of many patches, N·D each, as {@code EmbeddingModel.tokens} gives them. Out: a
 * {@link Sketch}: the mean of each position; the directions along which tokens vary most about
 * these means, all positions together (principal components, most first, the largest entry of each
 * positive); the scale that lets 127 stand for four deviations.
 *
 * <p>State: sums in double; D² numbers, however many patches. Deterministic for the same patches in
 * the same order.
 */
public final class SketchFit {
    private final int positions;
    private final int width;
    private final double[] sums;
    private final double[][] products;
    private long patches;

    public SketchFit(int positions, int width) {
        this.positions = positions;
        this.width = width;
        sums = new double[positions * width];
        products = new double[width][width];
    }

    /**
     * @param tokens (N·D) of one patch
     */
    public void add(float[] tokens) {
        if (tokens.length != positions * width) {
            throw new IllegalArgumentException(
                    "tokens: "
                            + tokens.length
                            + " numbers (expected: "
                            + positions
                            + " × "
                            + width
                            + ")");
        }
        patches++;
        var token = new double[width];
        for (int i = 0; i < positions; i++) {
            for (int d = 0; d < width; d++) {
                token[d] = tokens[i * width + d];
                sums[i * width + d] += token[d];
            }
            for (int r = 0; r < width; r++) {
                double[] row = products[r];
                double value = token[r];
                for (int c = 0; c <= r; c++) {
                    row[c] += value * token[c];
                }
            }
        }
    }

    /**
     * @param size K, numbers in a sketch
     */
    public Sketch fit(int size) {
        if (patches < 2 || size < 1 || size > width) {
            throw new IllegalStateException(
                    "a sketch of "
                            + size
                            + " numbers from "
                            + patches
                            + " patches (expected: at"
                            + " least 2 patches, at most "
                            + width
                            + " numbers)");
        }
        SymmetricEigen eigen = SymmetricEigen.largest(covariance(), size);
        var projection = new float[size * width];
        var scale = new float[size];
        for (int k = 0; k < size; k++) {
            double[] direction = eigen.vectors()[k];
            double sign = Math.signum(largestEntry(direction));
            for (int d = 0; d < width; d++) {
                projection[k * width + d] = (float) (sign * direction[d]);
            }
            double deviation = Math.sqrt(Math.max(eigen.values()[k], 1e-12));
            scale[k] = (float) (Sketch.DEVIATIONS_AT_FULL_SCALE * deviation / Sketch.LARGEST);
        }
        var mean = new float[positions * width];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / patches);
        }
        return new Sketch(
                Tensor.of(mean, positions, width),
                Tensor.of(projection, size, width),
                Tensor.of(scale, size));
    }

    /** About the mean of each position. */
    private double[][] covariance() {
        double degrees = (double) positions * (patches - 1);
        var covariance = new double[width][width];
        for (int r = 0; r < width; r++) {
            for (int c = 0; c <= r; c++) {
                double explained = 0;
                for (int i = 0; i < positions; i++) {
                    explained += sums[i * width + r] * sums[i * width + c];
                }
                covariance[r][c] = (products[r][c] - explained / patches) / degrees;
                covariance[c][r] = covariance[r][c];
            }
        }
        return covariance;
    }

    private static double largestEntry(double[] vector) {
        double largest = 0;
        for (double value : vector) {
            if (Math.abs(value) > Math.abs(largest)) {
                largest = value;
            }
        }
        return largest;
    }
}
