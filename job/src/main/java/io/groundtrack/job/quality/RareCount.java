package io.groundtrack.job.quality;

/**
 * Something rare that was counted over a number of patch-years.
 *
 * @param count how often it was
 * @param patchYears over how much ground and time
 */
public record RareCount(int count, double patchYears) {

    private static final double PER = 100;
    private static final double TAIL = 0.025;
    private static final double MOST = 1e4;

    /** In 100 patch-years. */
    public double per100() {
        return PER * count / patchYears;
    }

    /** Exact 95 % interval of {@link #per100()} for a Poisson count (Garwood). */
    public ChangeEvaluation.Interval interval() {
        double from = count == 0 ? 0 : mean(count - 1, 1 - TAIL);
        return new ChangeEvaluation.Interval(
                PER * from / patchYears, PER * mean(count, TAIL) / patchYears);
    }

    /** The mean at which at most {@code k} is as likely as {@code probability}. */
    private static double mean(int k, double probability) {
        double low = 0;
        double high = MOST;
        for (int i = 0; i < 200; i++) {
            double middle = (low + high) / 2;
            if (atMost(k, middle) > probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double atMost(int k, double mean) {
        double term = Math.exp(-mean);
        double sum = term;
        for (int i = 1; i <= k; i++) {
            term *= mean / i;
            sum += term;
        }
        return sum;
    }
}
