package io.groundtrack.operators.change;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that looks at one patch have taught so far: the folds of its series and the runs of its
 * cells, in memory. {@link PatchHistory} does the same look by look, in any order, over stored
 * state.
 *
 * <p>in: looks in order of (acquisition time, pass) → out: runs. Time is that of the looks. A
 * series without thresholds is folded and never above them.
 */
final class PatchFold implements KnownRuns {

    private final ChangeOptions options;
    private final Thresholds thresholds;
    private final List<SeriesKey> keys = new ArrayList<>();
    private final List<SeriesFold> folds = new ArrayList<>();
    private final List<Scales> scales = new ArrayList<>();
    private final List<LastShown> shown = new ArrayList<>();
    private final Map<SeriesKey, Integer> indexes = new HashMap<>();
    private final Lifecycle lifecycle;
    private final FoldScratch scratch;
    private long newest = Long.MIN_VALUE;

    PatchFold(ChangeOptions options, Thresholds thresholds) {
        this.options = options;
        this.thresholds = thresholds;
        this.lifecycle = new Lifecycle(options);
        this.scratch = new FoldScratch(options.cells());
    }

    /** Takes the next look in time. */
    void look(Look look) {
        newest = Math.max(newest, look.time());
        int series = indexOf(look.series());
        var fold = folds.get(series);
        var ofSeries = scales.get(series);
        int set = ofSeries.setOf(look.scales());
        fold.look(look.stored(), set, ofSeries.factors(), look.valid());
        var levels = levelsOf(look.series());
        var marks = Marks.of(fold, options, levels, ofSeries.factors(), look.modelId());
        lifecycle.look(series, LookTime.of(look), marks, levels, this::lastShown);
        shown.get(series).take(LookPages.entry(look, series));
    }

    /** Scores of the last look taken in the series; NaN where there is none. */
    double lastScore(SeriesKey key, int cell) {
        return folds.get(indexes.get(key)).lastScore(cell);
    }

    /** Valid looks of the cell in the series. */
    int looks(SeriesKey key, int cell) {
        return folds.get(indexes.get(key)).looks(cell);
    }

    @Override
    public Thresholds.Levels levelsOf(SeriesKey key) {
        return thresholds.levels(key.productKind(), key.descriptor(options));
    }

    @Override
    public SeriesKey key(int series) {
        return keys.get(series);
    }

    @Override
    public ChangeOptions options() {
        return options;
    }

    @Override
    public List<Run> runs() {
        lifecycle.closeGaps(newest);
        return lifecycle.runs();
    }

    private String lastShown(int series, int cell, LookTime look) {
        return shown.get(series).pass(cell);
    }

    private int indexOf(SeriesKey key) {
        var known = indexes.get(key);
        if (known != null) {
            return known;
        }
        lifecycle.addSeries();
        keys.add(key);
        scales.add(new Scales(key));
        shown.add(new LastShown());
        folds.add(new SeriesFold(key.names().size(), options, scratch));
        indexes.put(key, keys.size() - 1);
        return keys.size() - 1;
    }
}
