package io.groundtrack.operators.change;

import io.groundtrack.schemas.ChangeState;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.SeriesEvidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * What each series says in an alert.
 *
 * <p>in: the runs of an alert → out: one evidence a series, in the order of the series. Scores are
 * means over the alert's cells whose run has that look; threshold is the highest that a run had to
 * pass when it began, quantile the rate it was set for.
 */
final class SeriesSays {

    private SeriesSays() {}

    static List<SeriesEvidence> evidence(String patchId, List<Run> runs, KnownRuns fold) {
        var bySeries = new TreeMap<SeriesKey, List<Run>>();
        for (var run : runs) {
            bySeries.computeIfAbsent(fold.key(run.series), key -> new ArrayList<>()).add(run);
        }
        var evidence = new ArrayList<SeriesEvidence>();
        bySeries.forEach((key, ofSeries) -> evidence.add(evidence(key, patchId, ofSeries, fold)));
        return evidence;
    }

    private static SeriesEvidence evidence(
            SeriesKey key, String patchId, List<Run> runs, KnownRuns fold) {
        var best = runs.stream().max(Comparator.comparingDouble(Run::meanScore)).orElseThrow();
        var times = new ArrayList<Instant>();
        var scores = new ArrayList<Double>();
        for (var look : scoresByTime(runs).entrySet()) {
            times.add(Instant.ofEpochMilli(look.getKey()));
            scores.add(look.getValue()[0] / look.getValue()[1]);
        }
        return SeriesEvidence.newBuilder()
                .setSensor(key.sensor())
                .setRelativeOrbit(key.relativeOrbit())
                .setProductKind(key.productKind())
                .setState(state(runs))
                .setFirst(
                        Instant.ofEpochMilli(
                                runs.stream().mapToLong(run -> run.first).min().getAsLong()))
                .setLast(
                        Instant.ofEpochMilli(
                                runs.stream().mapToLong(run -> run.last).max().getAsLong()))
                .setScore(best.meanScore())
                .setThreshold(runs.stream().mapToDouble(run -> run.low).max().getAsDouble())
                .setQuantile(fold.levelsOf(key).rate(best.isHigh()))
                .setLooks(runs.stream().mapToInt(run -> run.looksBefore).min().getAsInt())
                .setTimes(times)
                .setScores(scores)
                .setMoved(key.names().get(best.moved))
                .setFilledBands(key.filledBands())
                .setQuality(key.quality())
                .setBefore(observation(patchId, before(runs)))
                .setAfter(observation(patchId, after(runs)))
                .build();
    }

    /** Sum and count of the scores at each look that a run kept. */
    private static TreeMap<Long, double[]> scoresByTime(List<Run> runs) {
        var sums = new TreeMap<Long, double[]>();
        for (var run : runs) {
            for (int i = 0; i < run.kept(); i++) {
                var sum = sums.computeIfAbsent(run.times[i], time -> new double[2]);
                sum[0] += run.scores[i];
                sum[1]++;
            }
        }
        return sums;
    }

    private static String observation(String patchId, String passId) {
        return passId == null ? null : Ids.observation(patchId, passId);
    }

    /** Of the runs that began first, the pass that showed most of their cells last, or null. */
    private static String before(List<Run> runs) {
        long first = runs.stream().mapToLong(run -> run.first).min().getAsLong();
        var cells = new TreeMap<String, Integer>();
        for (var run : runs) {
            if (run.first == first && run.before != null) {
                cells.merge(run.before, 1, Integer::sum);
            }
        }
        String most = null;
        for (var pass : cells.keySet()) {
            most = most == null || cells.get(pass) >= cells.get(most) ? pass : most;
        }
        return most;
    }

    /** The pass of the last look above; states of before it was kept have none. */
    private static String after(List<Run> runs) {
        long last = runs.stream().mapToLong(run -> run.last).max().getAsLong();
        return runs.stream()
                .filter(run -> run.last == last && !run.after.isEmpty())
                .map(run -> run.after)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static ChangeState state(List<Run> runs) {
        if (runs.stream().allMatch(Run::isFinished)) {
            return ChangeState.FINISHED;
        }
        return runs.stream().anyMatch(Run::isConfirmed)
                ? ChangeState.CONFIRMED
                : ChangeState.PROVISIONAL;
    }
}
