package io.groundtrack.model.evaluation.experts;

import java.util.List;

/**
 * How one layer serves one sensor.
 *
 * @param sensor {@code s1} or {@code s2}
 * @param layer official name of the block; a shared one stands here once for each sensor
 * @param mean combine weight of each expert over all tokens (E), sums to one
 * @param meanByClass the same over the tokens of each class (K, E); NaN for a class without tokens
 * @param useEntropy of {@code mean}, 1 = all experts serve alike, 0 = one serves all
 * @param tokenEntropy mean over tokens of the entropy of their own shares; 1 = every token asks all
 *     experts alike, 0 = each token asks one
 * @param classInformation what a token's class tells of its expert, 0 = nothing, 1 = all
 */
public record LayerUse(
        String sensor,
        String layer,
        double[] mean,
        List<double[]> meanByClass,
        double useEntropy,
        double tokenEntropy,
        double classInformation) {
    public LayerUse {
        meanByClass = List.copyOf(meanByClass);
    }
}
