package io.groundtrack.operators.change;

import io.groundtrack.schemas.SeriesState;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of one series of a patch beside its folds: which looks belong to it, how far it has
 * come, and where folds of it are kept.
 */
final class PatchSeries {

    final SeriesKey key;
    final Scales scales;
    final List<Long> kept;

    /** Of the looks that have settled. */
    final LastShown shown;

    /** Of the series; null until they are asked for. */
    Thresholds.Levels levels;

    /** No look of the series is after this one; the bound may be that of a look now gone. */
    LookTime last;

    /** Looks since the newest fold kept. */
    int looks;

    PatchSeries(SeriesKey key) {
        this.key = key;
        this.scales = new Scales(key);
        this.kept = new ArrayList<>();
        this.shown = new LastShown();
        this.last = LookTime.BEFORE_ALL;
    }

    PatchSeries(SeriesState state) {
        this.key = SeriesKey.of(state);
        this.scales = Scales.of(key, state.getScales());
        this.kept = new ArrayList<>(state.getKept());
        this.shown = new LastShown(state.getShown());
        this.last = new LookTime(state.getLastTime(), state.getLastPass());
        this.looks = state.getLooks();
    }

    SeriesState state() {
        var state = key.state();
        state.setScales(scales.flat());
        state.setKept(kept);
        state.setShown(shown.states());
        state.setLastTime(last.time());
        state.setLastPass(last.passId());
        state.setLooks(looks);
        return state;
    }

    /** The newest page, up to {@code page}, before which a fold is kept; -1 where none is. */
    long keptBefore(long page) {
        long found = -1;
        for (long at : kept) {
            found = at <= page ? Math.max(found, at) : found;
        }
        return found;
    }
}
