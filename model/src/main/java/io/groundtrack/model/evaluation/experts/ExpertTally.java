package io.groundtrack.model.evaluation.experts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Adds up how one sensor's tokens are shared out among experts, layer by layer and class by class.
 *
 * <p>In: each patch's N·E shares a layer, and how much of each class lies in each token (a weight,
 * 0 where it is not there) → means over tokens, each summing to one. State: sums in double.
 */
final class ExpertTally {
    private final int experts;
    private final int classes;

    /** By layer; the row behind the last class counts every token alike. */
    private final double[][][] sums;

    private final double[] weights;
    private final double[] tokenEntropies;

    ExpertTally(int layers, int experts, int classes) {
        this.experts = experts;
        this.classes = classes;
        sums = new double[layers][classes + 1][experts];
        weights = new double[classes + 1];
        tokenEntropies = new double[layers];
    }

    /**
     * @param shares by layer, N·E
     * @param cover N·K, class shares of each token's pixels; rows of zeros where nobody knows
     */
    void add(float[][] shares, float[] cover) {
        int tokens = shares[0].length / experts;
        var own = new double[experts];
        for (int n = 0; n < tokens; n++) {
            for (int k = 0; k < classes; k++) {
                weights[k] += cover[n * classes + k];
            }
            weights[classes]++;
            for (int l = 0; l < shares.length; l++) {
                for (int e = 0; e < experts; e++) {
                    own[e] = shares[l][n * experts + e];
                    sums[l][classes][e] += own[e];
                }
                tokenEntropies[l] += Entropy.of(own);
                for (int k = 0; k < classes; k++) {
                    float weight = cover[n * classes + k];
                    if (weight > 0) {
                        for (int e = 0; e < experts; e++) {
                            sums[l][k][e] += weight * own[e];
                        }
                    }
                }
            }
        }
    }

    /** Mean shares (E) of all tokens. */
    double[] mean(int layer) {
        return scaled(sums[layer][classes], weights[classes]);
    }

    /** Mean shares (K, E); NaN for a class without tokens. */
    List<double[]> meanByClass(int layer) {
        var means = new ArrayList<double[]>();
        for (int k = 0; k < classes; k++) {
            means.add(scaled(sums[layer][k], weights[k]));
        }
        return means;
    }

    /** Tokens' worth of each class. */
    double[] tokensByClass() {
        return Arrays.copyOf(weights, classes);
    }

    double tokens() {
        return weights[classes];
    }

    double meanTokenEntropy(int layer) {
        return tokenEntropies[layer] / weights[classes];
    }

    /**
     * What a token's class tells of its expert: entropy of the experts over all classified tokens
     * less that within a class, as a share of the greatest possible.
     */
    double informationOnClass(int layer) {
        var together = new double[experts];
        double total = 0;
        double within = 0;
        for (int k = 0; k < classes; k++) {
            total += weights[k];
        }
        for (int k = 0; k < classes; k++) {
            if (weights[k] > 0) {
                within += weights[k] / total * Entropy.of(scaled(sums[layer][k], weights[k]));
                for (int e = 0; e < experts; e++) {
                    together[e] += sums[layer][k][e] / total;
                }
            }
        }
        return total == 0 ? Double.NaN : Math.max(0, Entropy.of(together) - within);
    }

    private static double[] scaled(double[] sums, double weight) {
        var means = new double[sums.length];
        for (int e = 0; e < means.length; e++) {
            means[e] = sums[e] / weight;
        }
        return means;
    }
}
