package io.groundtrack.operators.change;

import io.groundtrack.schemas.RunState;
import java.util.ArrayList;
import java.util.Arrays;
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
    private int openRuns;
    private boolean isTold = true;

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

    /** Takes what the next look of a series says of its cells. */
    void look(
            int series,
            LookTime look,
            Marks marks,
            Thresholds.Levels levels,
            LastShown.Before shown) {
        long time = look.time();
        int above = marks.above();
        if (above == 0 && openRuns == 0) {
            return;
        }
        var ofSeries = open.get(series);
        for (int i = 0; i < above; i++) {
            int cell = marks.cell(i);
            int looks = marks.looks(i);
            var run = openRun(series, cell, time);
            if (run == null) {
                run =
                        new Run(
                                series,
                                cell,
                                time,
                                looks,
                                levels.low(looks),
                                levels.high(looks),
                                shown.pass(series, cell, look));
            }
            above(run, look, marks.score(i), marks.moved(i), marks.modelId());
        }
        for (int cell = 0, i = 0; cell < cells; cell++) {
            if (i < above && marks.cell(i) == cell) {
                i++;
            } else if (ofSeries[cell] != null && marks.isScored(cell)) {
                var run = openRun(series, cell, time);
                if (run != null) {
                    clear(run, time);
                }
            }
        }
    }

    /** A look above the threshold; {@code run} is the open run, just begun where there was none. */
    void above(Run run, LookTime look, double score, int moved, String modelId) {
        long time = look.time();
        if (open.get(run.series)[run.cell] == null) {
            open.get(run.series)[run.cell] = run;
            openRuns++;
        }
        run.above(look, score, moved, modelId);
        isTold &= run.count < 2;
        if (run.count == 2) {
            run.provisionalAt = time;
            join(run, time);
        } else if (run.count == 3 && !run.isConfirmed()) {
            run.confirmedAt = time;
        }
    }

    /** A valid look that is not above the threshold. */
    void clear(Run run, long time) {
        isTold &= !run.isProvisional();
        if (!run.isConfirmed()) {
            open.get(run.series)[run.cell] = null;
            openRuns--;
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
        openRuns--;
        isTold = false;
        finished.add(run);
    }

    /** Finishes what a gap has ended by {@code newest}, the newest observation of the patch. */
    void closeGaps(long newest) {
        if (openRuns == 0) {
            return;
        }
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
     * Drops groups of finished runs that no look to come can touch: of the first {@code settled}
     * finished runs, those that ended before every run of {@code stillOpen} began. Out: how many.
     */
    int forgetFinished(int settled, List<RunState> stillOpen) {
        long before = stillOpen.stream().mapToLong(RunState::getFirst).min().orElse(Long.MAX_VALUE);
        int size = finished.size();
        for (var group : RunGroups.of(List.copyOf(finished.subList(0, settled)), grid)) {
            if (group.runs().stream().allMatch(run -> run.finishedAt < before)) {
                finished.removeAll(group.runs());
                isTold = false;
            }
        }
        return size - finished.size();
    }

    /** Goes back to where these runs were open and so many finished. */
    void backTo(List<RunState> openThen, int finishedThen) {
        isTold &= runs().isEmpty();
        finished.subList(finishedThen, finished.size()).clear();
        for (var ofSeries : open) {
            Arrays.fill(ofSeries, null);
        }
        openRuns = 0;
        put(openThen);
        isTold &= runs().isEmpty();
    }

    /** Puts runs back; their series must have been added. */
    void put(List<RunState> states) {
        for (var run : RunCodec.runs(states)) {
            if (run.isFinished()) {
                finished.add(run);
            } else {
                open.get(run.series)[run.cell] = run;
                openRuns++;
            }
        }
    }

    /** Open runs, as the state keeps them. */
    List<RunState> openStates() {
        if (openRuns == 0) {
            return List.of();
        }
        return RunCodec.states(openRuns());
    }

    /** Every run, the finished ones first, as the state keeps them. */
    List<RunState> states() {
        var runs = new ArrayList<>(finished);
        runs.addAll(openRuns());
        return RunCodec.states(runs);
    }

    private List<Run> openRuns() {
        var runs = new ArrayList<Run>(openRuns);
        for (var ofSeries : open) {
            for (var run : ofSeries) {
                if (run != null) {
                    runs.add(run);
                }
            }
        }
        return runs;
    }

    int finished() {
        return finished.size();
    }

    /** Whether the runs that alerts are made of are as they were when this was last asked. */
    boolean isToldNow() {
        boolean was = isTold;
        isTold = true;
        return was;
    }
}
