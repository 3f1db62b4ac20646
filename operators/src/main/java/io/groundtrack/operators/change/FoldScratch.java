package io.groundtrack.operators.change;

/**
 * Room for what a fold reckons on the way, by cell.
 *
 * <p>State and time: nothing in it outlives a look; one fold at a time.
 */
final class FoldScratch {

    final boolean[] teaches;
    final int[] slot;
    final double[] n;
    final double[] learning;
    final double[] rest;
    final double[] clip;
    final double[] most;
    final double[] value;
    final double[] mean;
    final double[] variance;
    final double[] sum;
    final int[] order;
    private final int[] ranked;
    private final int[] lower;
    private final int[] upper;

    FoldScratch(int cells) {
        teaches = new boolean[cells];
        slot = new int[cells];
        n = new double[cells];
        learning = new double[cells];
        rest = new double[cells];
        clip = new double[cells];
        most = new double[cells];
        value = new double[cells];
        mean = new double[cells];
        variance = new double[cells];
        sum = new double[cells];
        order = new int[cells];
        ranked = new int[cells];
        lower = new int[cells];
        upper = new int[cells];
    }

    /** Median of the values at {@code from + which[0…count)}; none may be negative or NaN. */
    double median(float[] values, int from, int[] which, int count) {
        // bits of floats that are not negative are in the order of the floats
        for (int i = 0; i < count; i++) {
            ranked[i] = Float.floatToRawIntBits(values[from + which[i]]);
        }
        int upper = count / 2;
        int of = ranked(upper, count);
        if (count % 2 == 1) {
            return Float.intBitsToFloat(of);
        }
        int less = 0;
        int below = 0;
        for (int i = 0; i < count; i++) {
            int value = Float.floatToRawIntBits(values[from + which[i]]);
            int isLess = (value - of) >> 31; // all ones or none: neither is negative
            less -= isLess;
            below = Math.max(below, value & isLess);
        }
        below = less == upper ? below : of;
        return ((double) Float.intBitsToFloat(below) + Float.intBitsToFloat(of)) / 2;
    }

    /**
     * The value at {@code rank} of the first {@code count} of {@code ranked}, which it uses up. No
     * branch depends on a comparison of two values: a processor guesses every other one wrong.
     */
    private int ranked(int rank, int count) {
        int[] from = ranked;
        int left = count;
        int at = rank;
        while (true) {
            int pivot = middle(from[0], from[left >>> 1], from[left - 1]);
            int[] to = from == lower ? ranked : lower;
            int lows = 0;
            for (int i = 0; i < left; i++) {
                int value = from[i];
                to[lows] = value;
                upper[i - lows] = value;
                lows += (value - pivot) >>> 31;
            }
            int highs = left - lows;
            if (at < lows) {
                from = to;
                left = lows;
                continue;
            }
            at -= lows;
            lows = 0;
            for (int i = 0; i < highs; i++) {
                int value = upper[i];
                to[lows] = value;
                lows += (pivot - value) >>> 31;
            }
            if (at < highs - lows) {
                return pivot;
            }
            at -= highs - lows;
            from = to;
            left = lows;
        }
    }

    private static int middle(int a, int b, int c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
