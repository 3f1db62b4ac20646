package io.groundtrack.operators.change;

import java.util.Arrays;

/**
 * Consecutive looks of one cell in one series whose score is above the threshold.
 *
 * <p>State and time: changes only through {@link Lifecycle}; times are acquisition times in
 * milliseconds since 1970. The first {@value #KEPT} looks are kept as evidence, the sums go on.
 */
final class Run {

    /** Looks kept as evidence. */
    static final int KEPT = 24;

    static final long NEVER = Long.MIN_VALUE;

    final int series;
    final int cell;
    final long first;

    /** Valid looks of the cell when the run began. */
    final int looksBefore;

    /** Thresholds at the look that began the run. */
    final double low;

    final double high;

    /** Pass that showed the cell last before the run, or null. */
    final String before;

    long last;

    /** Pass of the last look above. */
    String after;

    long lastValid;
    int count;
    int clear;
    double sum;
    double peak;
    int moved;
    String modelId;
    long provisionalAt = NEVER;
    long confirmedAt = NEVER;
    long finishedAt = NEVER;
    long[] times = new long[4];
    float[] scores = new float[4];

    Run(int series, int cell, long first, int looksBefore, double low, double high, String before) {
        this.series = series;
        this.cell = cell;
        this.first = first;
        this.looksBefore = looksBefore;
        this.low = low;
        this.high = high;
        this.before = before;
    }

    void above(LookTime look, double score, int number, String model) {
        long time = look.time();
        if (count < KEPT) {
            if (count == times.length) {
                times = Arrays.copyOf(times, Math.min(KEPT, 2 * count));
                scores = Arrays.copyOf(scores, times.length);
            }
            times[count] = time;
            scores[count] = (float) score;
        }
        count++;
        clear = 0;
        last = time;
        lastValid = time;
        after = look.passId();
        sum += score;
        modelId = model;
        if (score > peak) {
            peak = score;
            moved = number;
        }
    }

    int kept() {
        return Math.min(count, KEPT);
    }

    boolean isProvisional() {
        return provisionalAt != NEVER;
    }

    boolean isConfirmed() {
        return confirmedAt != NEVER;
    }

    boolean isFinished() {
        return finishedAt != NEVER;
    }

    /** Mean over the looks above the threshold. */
    double meanScore() {
        return sum / count;
    }

    boolean isHigh() {
        return meanScore() > high;
    }
}
