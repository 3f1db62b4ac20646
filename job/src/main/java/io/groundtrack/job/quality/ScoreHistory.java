package io.groundtrack.job.quality;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The scores of one cell by series, in order of time.
 *
 * <p>State and time: grows look by look; times are milliseconds since 1970. A cell without a score
 * ranks last: its largest is negative infinity.
 */
final class ScoreHistory {

    private record Score(long time, double score) {}

    /** Looks above a threshold one after the other that confirm. */
    static final int IN_A_ROW = 3;

    private final Map<String, List<Score>> series = new LinkedHashMap<>();

    void add(String ofSeries, long time, double score) {
        if (!Double.isNaN(score)) {
            series.computeIfAbsent(ofSeries, any -> new ArrayList<>()).add(new Score(time, score));
        }
    }

    /** Largest score from {@code from} to {@code to}, both included. */
    double largest(long from, long to) {
        double most = Double.NEGATIVE_INFINITY;
        for (var scores : series.values()) {
            for (var score : scores) {
                if (score.time() >= from && score.time() <= to) {
                    most = Math.max(most, score.score());
                }
            }
        }
        return most;
    }

    double largest() {
        return largest(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Largest threshold that {@code looks} looks in a row of one series reach. */
    double largestInARow(int looks) {
        double most = Double.NEGATIVE_INFINITY;
        for (var scores : series.values()) {
            for (int i = looks - 1; i < scores.size(); i++) {
                double least = Double.POSITIVE_INFINITY;
                for (int j = i - looks + 1; j <= i; j++) {
                    least = Math.min(least, scores.get(j).score());
                }
                most = Math.max(most, least);
            }
        }
        return most;
    }

    /** Time of the look that first makes {@code looks} in a row above {@code threshold}. */
    OptionalLong firstInARow(int looks, double threshold) {
        long earliest = Long.MAX_VALUE;
        for (var scores : series.values()) {
            int run = 0;
            for (var score : scores) {
                run = score.score() > threshold ? run + 1 : 0;
                if (run == looks) {
                    earliest = Math.min(earliest, score.time());
                    break;
                }
            }
        }
        return earliest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(earliest);
    }
}
