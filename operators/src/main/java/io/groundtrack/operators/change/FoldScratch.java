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
    }

    /** Median of the values at {@code from + which[0…count)}; none may be negative or NaN. */
    double median(float[] values, int from, int[] which, int count) {
        // bits of floats that are not negative are in the order of the floats
        for (int i = 0; i < count; i++) {
            ranked[i] = Float.floatToRawIntBits(values[from + which[i]]);
        }
        int upper = count / 2;
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int pivot = middle(ranked[low], ranked[(low + high) >>> 1], ranked[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (ranked[i] < pivot) {
                    i++;
                }
                while (ranked[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    int swapped = ranked[i];
                    ranked[i++] = ranked[j];
                    ranked[j--] = swapped;
                }
            }
            if (upper <= j) {
                high = j;
            } else if (upper >= i) {
                low = i;
            } else {
                break;
            }
        }
        double of = Float.intBitsToFloat(ranked[upper]);
        if (count % 2 == 1) {
            return of;
        }
        int below = 0;
        for (int i = 0; i < upper; i++) {
            below = Math.max(below, ranked[i]);
        }
        return ((double) Float.intBitsToFloat(below) + of) / 2;
    }

    private static int middle(int a, int b, int c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
