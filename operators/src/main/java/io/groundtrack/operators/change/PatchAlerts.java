package io.groundtrack.operators.change;

import io.groundtrack.schemas.Band;
import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.ChangeState;
import io.groundtrack.schemas.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The alerts of a patch: groups of touching changed cells.
 *
 * <p>in: what looks have taught about a patch → out: its alerts, ordered by id, revision 0. A group
 * is a connected set of runs ({@link RunGroups}) over two touching cells at least. Its state is the
 * highest at which two touching cells meet, or FINISHED when all of its runs are; a finished run
 * counts as confirmed towards the cells that still go on. State and time: none but transforms; a
 * pure function of the looks.
 */
final class PatchAlerts {

    private final CellGround ground;

    PatchAlerts(ChangeOptions options) {
        this.ground = new CellGround(options.grid());
    }

    /** Every alert that the looks hold. */
    List<Change> of(PatchPlace place, KnownRuns fold) {
        int grid = fold.options().grid();
        var groups = new TreeMap<String, List<Run>>();
        for (var group : RunGroups.of(fold.runs(), grid)) {
            var runs = new ArrayList<>(group.runs());
            var cells = cells(runs);
            if (cells.size() < 2) {
                continue;
            }
            var first = runs.stream().mapToLong(run -> run.first).min().getAsLong();
            var id = Ids.alert(place.patchId(), Instant.ofEpochMilli(first), cells.first());
            // groups that share date and lowest cell share the id, so they are one alert
            groups.computeIfAbsent(id, key -> new ArrayList<>()).addAll(runs);
        }
        var alerts = new ArrayList<Change>();
        groups.forEach((id, runs) -> alerts.add(alert(id, place, fold, runs)));
        return alerts;
    }

    private Change alert(String id, PatchPlace place, KnownRuns fold, List<Run> runs) {
        runs.sort(
                Comparator.comparing((Run run) -> fold.key(run.series))
                        .thenComparingInt(run -> run.cell)
                        .thenComparingLong(run -> run.first));
        var confirmed = confirmedAt(runs, fold.options().grid());
        var cells = List.copyOf(cells(runs));
        var best = runs.stream().max(Comparator.comparingDouble(Run::meanScore)).orElseThrow();
        var latest = runs.stream().max(Comparator.comparingLong(run -> run.last)).orElseThrow();
        var isFinished = runs.stream().allMatch(Run::isFinished);
        return Change.newBuilder()
                .setId(id)
                .setPatchId(place.patchId())
                .setTile(place.tile())
                .setState(
                        isFinished
                                ? ChangeState.FINISHED
                                : confirmed == Run.NEVER
                                        ? ChangeState.PROVISIONAL
                                        : ChangeState.CONFIRMED)
                .setBand(runs.stream().anyMatch(Run::isHigh) ? Band.HIGH : Band.LOW)
                .setFirst(instant(runs.stream().mapToLong(run -> run.first).min().getAsLong()))
                .setLast(instant(latest.last))
                .setConfirmed(confirmed == Run.NEVER ? null : instant(confirmed))
                .setScore(best.meanScore())
                .setEvidence(SeriesSays.evidence(place.patchId(), runs, fold))
                .setCells(new ArrayList<>(cells))
                .setGeometry(ground.wkb(place, cells))
                .setAreaHectares(ground.hectares(cells.size()))
                .setModelId(latest.modelId)
                .setDescriptor(fold.key(best.series).descriptor(fold.options()))
                .setRevision(0)
                .build();
    }

    /** When the first two touching cells were both confirmed. */
    private static long confirmedAt(List<Run> runs, int grid) {
        long earliest = Long.MAX_VALUE;
        for (var one : runs) {
            for (var other : runs) {
                if (one.cell < other.cell
                        && one.isConfirmed()
                        && other.isConfirmed()
                        && RunGroups.meet(one, other, grid)) {
                    earliest = Math.min(earliest, Math.max(one.confirmedAt, other.confirmedAt));
                }
            }
        }
        return earliest == Long.MAX_VALUE ? Run.NEVER : earliest;
    }

    private static TreeSet<Integer> cells(List<Run> runs) {
        var cells = new TreeSet<Integer>();
        runs.forEach(run -> cells.add(run.cell));
        return cells;
    }

    static Instant instant(long millis) {
        return Instant.ofEpochMilli(millis);
    }
}
