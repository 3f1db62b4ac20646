package io.groundtrack.model.metric;

import java.util.Arrays;

/**
 * Area under the precision-recall steps of one list of scores.
 *
 * <p>AP = Σ (R_t − R_t₋) · P_t over the distinct scores t from the highest down: equal scores count
 * as one step, so their order is of no consequence. Between 0 and 1; NaN where nothing is relevant.
 *
 * <p>Source: the definition that scikit-learn documents for {@code average_precision_score}.
 */
public final class AveragePrecision {
    private AveragePrecision() {}

    /**
     * @param relevant as long as {@code scores}
     */
    public static double of(boolean[] relevant, double[] scores) {
        if (relevant.length != scores.length) {
            throw new IllegalArgumentException(
                    "average precision: "
                            + scores.length
                            + " scores (expected: "
                            + relevant.length
                            + ")");
        }
        double[] hits = new double[scores.length];
        int count = 0;
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException(
                        "average precision: score " + i + " is NaN (expected: a number)");
            }
            if (relevant[i]) {
                hits[count++] = scores[i];
            }
        }
        return ofSorted(ascending(hits, count), ascending(scores, scores.length));
    }

    /** A sorted copy in which −0 is 0: sorting tells them apart, comparing does not. */
    private static double[] ascending(double[] values, int count) {
        double[] sorted = Arrays.copyOf(values, count);
        for (int i = 0; i < count; i++) {
            sorted[i] += 0.0;
        }
        Arrays.sort(sorted);
        return sorted;
    }

    private static double ofSorted(double[] hits, double[] all) {
        if (hits.length == 0) {
            return Double.NaN;
        }
        double sum = 0;
        int above = all.length;
        int end = hits.length;
        while (end > 0) {
            double threshold = hits[end - 1];
            int start = end;
            while (start > 0 && hits[start - 1] == threshold) {
                start--;
            }
            while (above > 0 && all[above - 1] >= threshold) {
                above--;
            }
            double precision = (double) (hits.length - start) / (all.length - above);
            sum += (end - start) * precision;
            end = start;
        }
        return sum / hits.length;
    }
}
