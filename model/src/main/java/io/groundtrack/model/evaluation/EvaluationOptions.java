package io.groundtrack.model.evaluation;

import io.groundtrack.model.head.DescentOptions;

/**
 * How a model is evaluated.
 *
 * @param k patches retrieved for a query
 * @param seed of the split, of the order of rows and of random features
 * @param testShare of the places
 * @param validationShare of the places
 * @param segmentationPatches most patches whose tokens are kept to fit the segmentation head on,
 *     and a quarter as many to validate it; 0: no segmentation
 * @param routingPatches most patches the routing of Soft MoE is looked at on
 * @param probe how the logistic probe is fitted
 * @param segmentation how the segmentation head is fitted
 */
public record EvaluationOptions(
        int k,
        long seed,
        double testShare,
        double validationShare,
        int segmentationPatches,
        int routingPatches,
        DescentOptions probe,
        DescentOptions segmentation) {
    public EvaluationOptions {
        if (k < 1 || k > 10_000) {
            throw new IllegalArgumentException("k: " + k + " (expected: 1 to 10000)");
        }
        if (!(testShare > 0 && validationShare > 0 && testShare + validationShare < 1)) {
            throw new IllegalArgumentException(
                    "shares of test and validation: "
                            + testShare
                            + " and "
                            + validationShare
                            + " (expected: above 0, together below 1)");
        }
        if (segmentationPatches < 0 || routingPatches < 1) {
            throw new IllegalArgumentException(
                    "patches for segmentation and routing: "
                            + segmentationPatches
                            + " and "
                            + routingPatches
                            + " (expected: 0 or more, 1 or more)");
        }
    }

    /** A fifth of the places to test on, a fifth to validate with. */
    public static EvaluationOptions defaults(int k, long seed) {
        return new EvaluationOptions(
                k,
                seed,
                0.2,
                0.2,
                500,
                500,
                DescentOptions.probe(seed),
                DescentOptions.segmentation(seed));
    }
}
