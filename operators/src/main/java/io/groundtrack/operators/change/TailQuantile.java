package io.groundtrack.operators.change;

import java.util.Arrays;

/**
 * The value that a statistic passes in so small a share of cases that few or none were seen.
 *
 * <p>in: the statistic in N cases, rate → out: the larger of what was seen (fewer than rate · N
 * cases above) and what an exponential tail over the largest tenth says, its slope raised by two
 * standard errors. Errors: {@link IllegalArgumentException} under {@value #LEAST} cases.
 */
final class TailQuantile {

    /** Cases needed. */
    static final int LEAST = 20;

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
        double seen = sorted[size - Math.max(1, (int) Math.floor(rate * size))];
        int tail = Math.max(LEAST / 4, size / 10);
        double from = sorted[size - 1 - tail];
        double excess = 0;
        for (int i = size - tail; i < size; i++) {
            excess += sorted[i] - from;
        }
        double slope = excess / tail * (1 + 2 / Math.sqrt(tail));
        double reach = Math.log(tail / (size * rate));
        return Math.max(seen, from + slope * Math.max(0, reach));
    }
}
