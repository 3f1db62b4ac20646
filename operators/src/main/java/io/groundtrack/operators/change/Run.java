package io.groundtrack.operators.change;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
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

    long last;
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

    Run(int series, int cell, long first, int looksBefore, double low, double high) {
        this.series = series;
        this.cell = cell;
        this.first = first;
        this.looksBefore = looksBefore;
        this.low = low;
        this.high = high;
    }

    void above(long time, double score, int number, String model) {
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

    Run copy() {
        var copy = new Run(series, cell, first, looksBefore, low, high);
        copy.last = last;
        copy.lastValid = lastValid;
        copy.count = count;
        copy.clear = clear;
        copy.sum = sum;
        copy.peak = peak;
        copy.moved = moved;
        copy.modelId = modelId;
        copy.provisionalAt = provisionalAt;
        copy.confirmedAt = confirmedAt;
        copy.finishedAt = finishedAt;
        copy.times = times.clone();
        copy.scores = scores.clone();
        return copy;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(series);
        out.writeInt(cell);
        out.writeLong(first);
        out.writeInt(looksBefore);
        out.writeDouble(low);
        out.writeDouble(high);
        out.writeLong(last);
        out.writeLong(lastValid);
        out.writeInt(count);
        out.writeInt(clear);
        out.writeDouble(sum);
        out.writeDouble(peak);
        out.writeInt(moved);
        out.writeUTF(modelId);
        out.writeLong(provisionalAt);
        out.writeLong(confirmedAt);
        out.writeLong(finishedAt);
        for (int i = 0; i < kept(); i++) {
            out.writeLong(times[i]);
            out.writeFloat(scores[i]);
        }
    }

    static Run read(DataInput in) throws IOException {
        var run =
                new Run(
                        in.readInt(),
                        in.readInt(),
                        in.readLong(),
                        in.readInt(),
                        in.readDouble(),
                        in.readDouble());
        run.last = in.readLong();
        run.lastValid = in.readLong();
        run.count = in.readInt();
        run.clear = in.readInt();
        run.sum = in.readDouble();
        run.peak = in.readDouble();
        run.moved = in.readInt();
        run.modelId = in.readUTF();
        run.provisionalAt = in.readLong();
        run.confirmedAt = in.readLong();
        run.finishedAt = in.readLong();
        run.times = new long[Math.max(4, run.kept())];
        run.scores = new float[run.times.length];
        for (int i = 0; i < run.kept(); i++) {
            run.times[i] = in.readLong();
            run.scores[i] = in.readFloat();
        }
        return run;
    }
}
