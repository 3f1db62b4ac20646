package io.groundtrack.operators.change;

import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.RunState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs as records of the state, and back. Neighbours mostly began and went on with the same looks,
 * so a pass is named only where it is not that of the run before in the list.
 */
final class RunCodec {

    private RunCodec() {}

    static List<RunState> states(List<Run> runs) {
        var states = new ArrayList<RunState>(runs.size());
        String before = "";
        String after = "";
        for (var run : runs) {
            var state = state(run);
            var ofRun = run.before == null ? "" : run.before;
            state.setBefore(ofRun.equals(before) ? null : ofRun);
            state.setAfter(run.after.equals(after) ? null : run.after);
            before = ofRun;
            after = run.after;
            states.add(state);
        }
        return states;
    }

    static List<Run> runs(List<RunState> states) {
        var runs = new ArrayList<Run>(states.size());
        String before = "";
        String after = "";
        for (var state : states) {
            before = state.getBefore() == null ? before : state.getBefore();
            after = state.getAfter() == null ? after : state.getAfter();
            runs.add(run(state, before.isEmpty() ? null : before, after));
        }
        return runs;
    }

    private static RunState state(Run run) {
        var times = new ArrayList<Long>(run.kept());
        for (int i = 0; i < run.kept(); i++) {
            times.add(run.times[i] - run.first);
        }
        return RunState.newBuilder()
                .setSeries(run.series)
                .setCell(run.cell)
                .setFirst(run.first)
                .setLooksBefore(run.looksBefore)
                .setLow(run.low)
                .setHigh(run.high)
                .setLast(run.last - run.first)
                .setLastValid(run.lastValid - run.first)
                .setCount(run.count)
                .setClear(run.clear)
                .setSum(run.sum)
                .setPeak(run.peak)
                .setMoved(run.moved)
                .setModelId(run.modelId)
                .setProvisional(offset(run.provisionalAt, run.first))
                .setConfirmed(offset(run.confirmedAt, run.first))
                .setFinished(offset(run.finishedAt, run.first))
                .setTimes(times)
                .setScores(Packed.floats(Arrays.copyOf(run.scores, run.kept())))
                .build();
    }

    private static Run run(RunState state, String before, String after) {
        var run =
                new Run(
                        state.getSeries(),
                        state.getCell(),
                        state.getFirst(),
                        state.getLooksBefore(),
                        state.getLow(),
                        state.getHigh(),
                        before);
        run.after = after;
        run.last = state.getLast() + run.first;
        run.lastValid = state.getLastValid() + run.first;
        run.count = state.getCount();
        run.clear = state.getClear();
        run.sum = state.getSum();
        run.peak = state.getPeak();
        run.moved = state.getMoved();
        run.modelId = state.getModelId();
        run.provisionalAt = time(state.getProvisional(), run.first);
        run.confirmedAt = time(state.getConfirmed(), run.first);
        run.finishedAt = time(state.getFinished(), run.first);
        int kept = state.getTimes().size();
        run.times = new long[Math.max(4, kept)];
        run.scores = Arrays.copyOf(Packed.floats(state.getScores()), run.times.length);
        for (int i = 0; i < kept; i++) {
            run.times[i] = state.getTimes().get(i) + run.first;
        }
        return run;
    }

    private static long offset(long time, long first) {
        return time == Run.NEVER ? 0 : time - first + 1;
    }

    private static long time(long offset, long first) {
        return offset == 0 ? Run.NEVER : offset - 1 + first;
    }
}
