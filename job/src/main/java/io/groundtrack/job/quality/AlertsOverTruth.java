package io.groundtrack.job.quality;

import io.groundtrack.job.quality.ChangeEvaluation.Alerted;
import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.PatchEmbedding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The live alerts of a run, at the product's own thresholds, over cells whose fate is known.
 *
 * <p>in: alerts, labelled cells → out: {@link Alerted}. A disturbed cell is found where an alert
 * holds it whose first date is within 180 days of the cell's; an alert is false where it was
 * confirmed and holds undisturbed cells, but no disturbed one.
 */
final class AlertsOverTruth {

    private static final double YEAR_MS = 365.25 * 86_400_000;
    private static final double DAY_MS = 86_400_000;

    private final CellGrid grid;
    private final List<Change> alerts = new ArrayList<>();
    private final Map<CellGrid.Cell, List<Change>> byCell = new HashMap<>();

    AlertsOverTruth(CellGrid grid, List<Change> live) {
        this.grid = grid;
        for (var alert : live) {
            var patch = grid.patches().get(alert.getPatchId());
            if (patch != null) {
                alerts.add(alert);
                for (int index : alert.getCells()) {
                    byCell.computeIfAbsent(grid.cell(patch.get(0), index), any -> new ArrayList<>())
                            .add(alert);
                }
            }
        }
    }

    /** Cells that an alert holds. */
    Set<CellGrid.Cell> cells() {
        return byCell.keySet();
    }

    Alerted over(
            List<CellGrid.Labelled> disturbed,
            List<CellGrid.Labelled> undisturbed,
            Resampling resampling) {
        var first = new OptionalDouble[disturbed.size()];
        var confirmed = new OptionalDouble[disturbed.size()];
        var inTime = new double[disturbed.size()];
        var told = new double[disturbed.size()];
        var holdsDisturbed = new HashSet<String>();
        var holdsUndisturbed = new HashSet<String>();
        for (int i = 0; i < disturbed.size(); i++) {
            var cell = disturbed.get(i);
            var of = byCell.getOrDefault(cell.cell(), List.of());
            of.forEach(alert -> holdsDisturbed.add(alert.getId()));
            told[i] = of.isEmpty() ? 0 : 1;
            var hit = of.stream().filter(a -> isInTime(a, cell)).findFirst();
            inTime[i] = hit.isPresent() ? 1 : 0;
            first[i] = days(hit.map(Change::getFirst), cell);
            confirmed[i] = days(hit.map(Change::getConfirmed), cell);
        }
        var wrong = new double[undisturbed.size()];
        double cellYears = 0;
        for (int u = 0; u < wrong.length; u++) {
            var of = byCell.getOrDefault(undisturbed.get(u).cell(), List.of());
            of.forEach(alert -> holdsUndisturbed.add(alert.getId()));
            wrong[u] = of.isEmpty() ? 0 : 1;
            cellYears += years(undisturbed.get(u).cell());
        }
        int wasConfirmed = 0;
        int falseConfirmed = 0;
        for (var alert : alerts) {
            if (alert.getConfirmed() != null) {
                wasConfirmed++;
                falseConfirmed +=
                        holdsUndisturbed.contains(alert.getId())
                                        && !holdsDisturbed.contains(alert.getId())
                                ? 1
                                : 0;
            }
        }
        double years = grid.patches().values().stream().mapToDouble(AlertsOverTruth::years).sum();
        var producers = resampling.of((some, others) -> sum(inTime, some) / sum(some));
        var users =
                resampling.of(
                        (some, others) ->
                                sum(inTime, some) / (sum(told, some) + sum(wrong, others)));
        return new Alerted(
                alerts.size(),
                wasConfirmed,
                (int) sum(told),
                (int) sum(wrong),
                new RareCount(falseConfirmed, cellYears / grid.cellsOfAPatch()),
                years,
                Resampling.figure(producers, producers),
                Resampling.figure(users, users),
                delay(first),
                delay(confirmed));
    }

    private static boolean isInTime(Change alert, CellGrid.Labelled cell) {
        return Detection.isNear(alert.getFirst().toEpochMilli(), cell.date().orElseThrow());
    }

    private static OptionalDouble days(Optional<Instant> time, CellGrid.Labelled cell) {
        return time.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        (time.get().toEpochMilli() - Detection.millis(cell.date().orElseThrow()))
                                / DAY_MS);
    }

    private static ChangeEvaluation.Days delay(OptionalDouble[] days) {
        var known = new ArrayList<Double>();
        for (var day : days) {
            day.ifPresent(known::add);
        }
        return new ChangeEvaluation.Days(
                known.size(),
                known.isEmpty()
                        ? Double.NaN
                        : WindowScores.median(
                                known.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    /** From the first to the last look of the patch that holds the cell; 0 where none does. */
    private double years(CellGrid.Cell cell) {
        return grid.patchOf(cell).map(AlertsOverTruth::years).orElse(0.);
    }

    static double years(List<PatchEmbedding> patch) {
        var times =
                patch.stream()
                        .mapToLong(seen -> seen.getAcquisitionTime().toEpochMilli())
                        .summaryStatistics();
        return (times.getMax() - times.getMin()) / YEAR_MS;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static double sum(double[] values, int[] taken) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * taken[i];
        }
        return sum;
    }

    private static double sum(int[] taken) {
        double sum = 0;
        for (int count : taken) {
            sum += count;
        }
        return sum;
    }
}
