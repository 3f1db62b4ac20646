package io.groundtrack.model.metric;

import java.util.stream.IntStream;

/**
 * How well scores of several classes at once meet the truth.
 *
 * <p>Average precision: macro is the mean over the classes that occur in the truth, micro takes all
 * (patch, class) pairs as one list. F1 at a threshold (a score at or above it says yes): macro is
 * the mean over all classes, where one that neither occurs nor is said counts 0; micro counts all
 * pairs together.
 *
 * @param apPerClass NaN for a class that never occurs
 * @param apMacro NaN where no class occurs, and so {@code apMicro}
 * @param f1PerClass 0 for a class that neither occurs nor is said
 */
public record MultiLabelScores(
        double[] apPerClass,
        double apMacro,
        double apMicro,
        double[] f1PerClass,
        double f1Macro,
        double f1Micro) {

    /**
     * @param truth (n, K)
     * @param scores (n, K), higher where the class is likelier
     * @param threshold of F1
     */
    public static MultiLabelScores of(boolean[][] truth, double[][] scores, double threshold) {
        check(truth, scores);
        int classes = truth[0].length;
        double[] ap =
                IntStream.range(0, classes)
                        .parallel()
                        .mapToDouble(k -> AveragePrecision.of(column(truth, k), column(scores, k)))
                        .toArray();
        var f1 = new double[classes];
        var all = new F1Counts();
        for (int k = 0; k < classes; k++) {
            var counts = new F1Counts();
            for (int i = 0; i < truth.length; i++) {
                counts.add(truth[i][k], scores[i][k] >= threshold);
            }
            f1[k] = counts.f1();
            all.add(counts);
        }
        return new MultiLabelScores(
                ap,
                IntStream.range(0, classes)
                        .mapToDouble(k -> ap[k])
                        .filter(value -> !Double.isNaN(value))
                        .average()
                        .orElse(Double.NaN),
                AveragePrecision.of(flat(truth), flat(scores)),
                f1,
                IntStream.range(0, classes).mapToDouble(k -> f1[k]).average().orElse(0),
                all.f1());
    }

    /** Classes with at least one true patch. */
    public int classesThatOccur() {
        int count = 0;
        for (double ap : apPerClass) {
            count += Double.isNaN(ap) ? 0 : 1;
        }
        return count;
    }

    private static final class F1Counts {
        private long hits;
        private long misses;
        private long falseAlarms;

        void add(boolean is, boolean said) {
            hits += is && said ? 1 : 0;
            misses += is && !said ? 1 : 0;
            falseAlarms += !is && said ? 1 : 0;
        }

        void add(F1Counts other) {
            hits += other.hits;
            misses += other.misses;
            falseAlarms += other.falseAlarms;
        }

        double f1() {
            return hits == 0 ? 0 : 2.0 * hits / (2.0 * hits + misses + falseAlarms);
        }
    }

    private static boolean[] column(boolean[][] rows, int k) {
        var column = new boolean[rows.length];
        for (int i = 0; i < column.length; i++) {
            column[i] = rows[i][k];
        }
        return column;
    }

    private static double[] column(double[][] rows, int k) {
        var column = new double[rows.length];
        for (int i = 0; i < column.length; i++) {
            column[i] = rows[i][k];
        }
        return column;
    }

    private static boolean[] flat(boolean[][] rows) {
        int classes = rows[0].length;
        var all = new boolean[Math.multiplyExact(rows.length, classes)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * classes, classes);
        }
        return all;
    }

    private static double[] flat(double[][] rows) {
        int classes = rows[0].length;
        var all = new double[Math.multiplyExact(rows.length, classes)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * classes, classes);
        }
        return all;
    }

    private static void check(boolean[][] truth, double[][] scores) {
        if (truth.length == 0 || truth.length != scores.length) {
            throw new IllegalArgumentException(
                    "multi-label: "
                            + scores.length
                            + " rows of scores for "
                            + truth.length
                            + " of truth (expected: as many, at least one)");
        }
        for (int i = 0; i < truth.length; i++) {
            if (truth[i].length != truth[0].length || scores[i].length != truth[0].length) {
                throw new IllegalArgumentException(
                        "multi-label: row "
                                + i
                                + ": "
                                + scores[i].length
                                + " scores for "
                                + truth[i].length
                                + " classes (expected: "
                                + truth[0].length
                                + " of each)");
            }
        }
    }
}
