package io.groundtrack.operators.change;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that looks at one patch have taught so far: the folds of its series and the runs of its
 * cells.
 *
 * <p>in: looks in order of (acquisition time, pass) → out: runs. State and time: a series of 64
 * cells and 8 numbers takes about 16 kB with m = 6; time is that of the looks. A series without
 * thresholds is folded and never above them.
 */
final class PatchFold {

    private final ChangeOptions options;
    private final Thresholds thresholds;
    private final List<SeriesKey> keys = new ArrayList<>();
    private final List<SeriesFold> folds = new ArrayList<>();
    private final Map<SeriesKey, Integer> indexes = new HashMap<>();
    private final Lifecycle lifecycle;
    private long newest = Long.MIN_VALUE;

    PatchFold(ChangeOptions options, Thresholds thresholds) {
        this(options, thresholds, new Lifecycle(options));
    }

    private PatchFold(ChangeOptions options, Thresholds thresholds, Lifecycle lifecycle) {
        this.options = options;
        this.thresholds = thresholds;
        this.lifecycle = lifecycle;
    }

    /** Takes the next look in time. */
    void look(Look look) {
        newest = Math.max(newest, look.time());
        int series = indexOf(look.series());
        var fold = folds.get(series);
        fold.look(look.numbers(), look.valid());
        var levels = levelsOf(look.series());
        for (int cell = 0; cell < options.cells(); cell++) {
            double score = fold.lastScore(cell);
            if (!Double.isNaN(score)) {
                judge(look, series, cell, score, levels);
            }
        }
    }

    private void judge(Look look, int series, int cell, double score, Thresholds.Levels levels) {
        var fold = folds.get(series);
        var run = lifecycle.openRun(series, cell, look.time());
        int looks = fold.looks(cell);
        if (score > levels.low(looks)) {
            var begun =
                    run != null
                            ? run
                            : new Run(
                                    series,
                                    cell,
                                    look.time(),
                                    looks,
                                    levels.low(looks),
                                    levels.high(looks));
            lifecycle.above(begun, look.time(), score, fold.moved(cell), look.modelId());
        } else if (run != null) {
            lifecycle.clear(run, look.time());
        }
    }

    /** Scores of the last look taken in the series; NaN where there is none. */
    double lastScore(SeriesKey key, int cell) {
        return folds.get(indexes.get(key)).lastScore(cell);
    }

    /** Valid looks of the cell in the series. */
    int looks(SeriesKey key, int cell) {
        return folds.get(indexes.get(key)).looks(cell);
    }

    Thresholds.Levels levelsOf(SeriesKey key) {
        return thresholds.levels(key.productKind(), key.descriptor(options.looks()));
    }

    SeriesKey key(int series) {
        return keys.get(series);
    }

    ChangeOptions options() {
        return options;
    }

    /** Runs, provisional at least, as they stand at the newest observation. */
    List<Run> runs() {
        lifecycle.closeGaps(newest);
        return lifecycle.runs();
    }

    /** Drops finished runs that nothing can touch any more; whether there were any. */
    boolean forgetFinished() {
        lifecycle.closeGaps(newest);
        return lifecycle.forgetFinished();
    }

    private int indexOf(SeriesKey key) {
        var known = indexes.get(key);
        if (known != null) {
            return known;
        }
        lifecycle.addSeries();
        return add(key, new SeriesFold(key.names().size(), options));
    }

    private int add(SeriesKey key, SeriesFold fold) {
        int index = keys.size();
        keys.add(key);
        folds.add(fold);
        indexes.put(key, index);
        return index;
    }

    PatchFold copy() {
        var copy = new PatchFold(options, thresholds, lifecycle.copy(options));
        for (int i = 0; i < keys.size(); i++) {
            copy.add(keys.get(i), folds.get(i).copy(options));
        }
        copy.newest = newest;
        return copy;
    }

    void write(DataOutput out) throws IOException {
        out.writeShort(options.looks());
        out.writeShort(options.grid());
        out.writeLong(newest);
        out.writeShort(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i).write(out);
            folds.get(i).write(out);
        }
        lifecycle.write(out);
    }

    static PatchFold read(ChangeOptions options, Thresholds thresholds, DataInput in)
            throws IOException {
        int looks = in.readUnsignedShort();
        int grid = in.readUnsignedShort();
        if (looks != options.looks() || grid != options.grid()) {
            throw new IllegalStateException(
                    "change.looks %d, grid %d: the state was made with %d and %d; start from a replay"
                            .formatted(options.looks(), options.grid(), looks, grid));
        }
        var fold = new PatchFold(options, thresholds);
        fold.newest = in.readLong();
        int series = in.readUnsignedShort();
        for (int i = 0; i < series; i++) {
            var key = SeriesKey.read(in);
            fold.add(key, SeriesFold.read(key.names().size(), options, in));
            fold.lifecycle.addSeries();
        }
        fold.lifecycle.read(in);
        return fold;
    }
}
