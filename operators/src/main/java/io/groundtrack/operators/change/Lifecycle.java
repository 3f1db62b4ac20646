package io.groundtrack.operators.change;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The runs of every cell of a patch in every series, and what becomes of them.
 *
 * <p>in: looks above and not above the threshold, in order of (acquisition time, pass) over all
 * series → out: runs that are first (one look), provisional (two), confirmed (three, or joined) or
 * finished. Rules: a clear look ends an unconfirmed run at once; {@code clear-run} of them in a
 * row, or {@code gap} without a valid look, finish a confirmed one; two series of a cell that
 * became provisional within {@code confirm-window} confirm each other where one model saw both; a
 * series neither resets nor advances the runs of another. A gap is judged against the newest
 * observation of the patch, never against a clock.
 *
 * <p>State and time: the open run of each cell and series, and the finished ones until they are
 * forgotten. Source: lifecycle of OPERA DIST-ALERT, with the two-series rule of this project.
 */
final class Lifecycle {

    private final int cells;
    private final int grid;
    private final int clearRun;
    private final long gap;
    private final long confirmWindow;
    private final List<Run[]> open = new ArrayList<>();
    private final List<Run> finished = new ArrayList<>();

    Lifecycle(ChangeOptions options) {
        this.cells = options.cells();
        this.grid = options.grid();
        this.clearRun = options.clearRun();
        this.gap = options.gap().toMillis();
        this.confirmWindow = options.confirmWindow().toMillis();
    }

    /** Makes room for the next series. */
    void addSeries() {
        open.add(new Run[cells]);
    }

    /**
     * The open run of a cell, or null; one that a gap has ended by {@code now} is finished first.
     */
    Run openRun(int series, int cell, long now) {
        var run = open.get(series)[cell];
        if (run != null && hasEndedByGap(run, now)) {
            finish(run, run.lastValid + gap);
            return null;
        }
        return run;
    }

    /** A look above the threshold; {@code run} is the open run, just begun where there was none. */
    void above(Run run, long time, double score, int moved, String modelId) {
        open.get(run.series)[run.cell] = run;
        run.above(time, score, moved, modelId);
        if (run.count == 2) {
            run.provisionalAt = time;
            join(run, time);
        } else if (run.count == 3 && !run.isConfirmed()) {
            run.confirmedAt = time;
        }
    }

    /** A valid look that is not above the threshold. */
    void clear(Run run, long time) {
        if (!run.isConfirmed()) {
            open.get(run.series)[run.cell] = null;
            return;
        }
        run.lastValid = time;
        run.clear++;
        if (run.clear >= clearRun) {
            finish(run, time);
        }
    }

    private void join(Run run, long time) {
        for (int series = 0; series < open.size(); series++) {
            if (series == run.series) {
                continue;
            }
            var other = openRun(series, run.cell, time);
            if (other != null
                    && other.isProvisional()
                    // two models that look at the same pass are no two witnesses
                    && other.modelId.equals(run.modelId)
                    && time - other.provisionalAt <= confirmWindow) {
                run.confirmedAt = time;
                if (!other.isConfirmed()) {
                    other.confirmedAt = time;
                }
            }
        }
    }

    private boolean hasEndedByGap(Run run, long now) {
        return run.isConfirmed() && now - run.lastValid > gap;
    }

    private void finish(Run run, long time) {
        run.finishedAt = time;
        open.get(run.series)[run.cell] = null;
        finished.add(run);
    }

    /** Finishes what a gap has ended by {@code newest}, the newest observation of the patch. */
    void closeGaps(long newest) {
        for (int series = 0; series < open.size(); series++) {
            for (int cell = 0; cell < cells; cell++) {
                openRun(series, cell, newest);
            }
        }
    }

    /** Every run that is provisional at least, finished ones included. */
    List<Run> runs() {
        var runs = new ArrayList<>(finished);
        for (var ofSeries : open) {
            for (var run : ofSeries) {
                if (run != null && run.isProvisional()) {
                    runs.add(run);
                }
            }
        }
        return runs;
    }

    /**
     * Drops groups of finished runs that no look to come can touch: they ended before every open
     * run began. Out: whether anything was dropped.
     */
    boolean forgetFinished() {
        if (finished.isEmpty()) {
            return false;
        }
        long oldestOpen = Long.MAX_VALUE;
        for (var ofSeries : open) {
            for (var run : ofSeries) {
                if (run != null) {
                    oldestOpen = Math.min(oldestOpen, run.first);
                }
            }
        }
        long before = oldestOpen;
        int size = finished.size();
        for (var group : RunGroups.of(finished, grid)) {
            if (group.runs().stream().allMatch(run -> run.finishedAt < before)) {
                finished.removeAll(group.runs());
            }
        }
        return finished.size() < size;
    }

    Lifecycle copy(ChangeOptions options) {
        var copy = new Lifecycle(options);
        for (var ofSeries : open) {
            var runs = new Run[cells];
            for (int cell = 0; cell < cells; cell++) {
                runs[cell] = ofSeries[cell] == null ? null : ofSeries[cell].copy();
            }
            copy.open.add(runs);
        }
        copy.finished.addAll(finished); // never change again
        return copy;
    }

    void write(DataOutput out) throws IOException {
        var all = new ArrayList<>(finished);
        for (var ofSeries : open) {
            for (var run : ofSeries) {
                if (run != null) {
                    all.add(run);
                }
            }
        }
        out.writeInt(all.size());
        for (var run : all) {
            run.write(out);
        }
    }

    /** Reads the runs back; the series must have been added. */
    void read(DataInput in) throws IOException {
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            var run = Run.read(in);
            if (run.isFinished()) {
                finished.add(run);
            } else {
                open.get(run.series)[run.cell] = run;
            }
        }
    }
}
