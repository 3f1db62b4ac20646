package io.groundtrack.operators.change;

import java.util.Arrays;

/**
 * The value that a statistic passes in so small a share of cases that few or none were seen.
 *
 * <p>in: the statistic in N cases, rate → out: what rate · N of the cases pass, where these are at
 * least {@value #SEEN}; beyond that an exponential tail fitted to the largest tenth. A single
 * outlier moves neither much. Errors: {@link IllegalArgumentException} under {@value #LEAST} cases.
 */
final class TailQuantile {

    /** Cases needed. */
    static final int LEAST = 20;

    /** Cases beyond the value, for it to be read off. */
    static final int SEEN = 5;

    private TailQuantile() {}

    static double above(double[] cases, double rate) {
        int size = cases.length;
        if (size < LEAST) {
            throw new IllegalArgumentException(
                    size + " undisturbed patch-years (expected: " + LEAST + " or more)");
        }
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("rate: " + rate + " (expected: between 0 and 1)");
        }
        var sorted = cases.clone();
        Arrays.sort(sorted);
        int beyond = (int) Math.floor(rate * size);
        if (beyond >= SEEN) {
            return sorted[size - beyond];
        }
        int tail = Math.max(LEAST / 4, size / 10);
        double from = sorted[size - 1 - tail];
        double excess = 0;
        for (int i = size - tail; i < size; i++) {
            excess += sorted[i] - from;
        }
        double slope = excess / tail;
        double reach = Math.log(tail / (size * rate));
        return from + slope * Math.max(0, reach);
    }
}
