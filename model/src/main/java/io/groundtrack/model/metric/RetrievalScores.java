package io.groundtrack.model.metric;

/**
 * How well the first k retrieved patches share the query's labels.
 *
 * <p>For a query q and a retrieved patch r with label sets: precision |q ∩ r| / |r|, recall |q ∩ r|
 * / |q| (0 where the divisor is), averaged over the k and then over the queries; F1 is the harmonic
 * mean of these two averages, not the average of F1. By relevance (at least one shared label): the
 * share of relevant patches among the k, and the mean over queries of average precision at k: Σ P@i
 * over the ranks i ≤ k that are relevant, divided by min(k, relevant patches in the archive).
 *
 * <p>Source: Hackstein et al. (CSMAE), retrieval protocol; design of label-based precision and
 * recall after the BigEarthNet retrieval literature.
 *
 * @param queriesWithoutRelevant queries no patch of the archive shares a label with; they count 0
 */
public record RetrievalScores(
        double precision,
        double recall,
        double f1,
        double relevantPrecision,
        double meanAveragePrecision,
        int queriesWithoutRelevant) {

    /**
     * @param ranking for each query, positions in the archive, best first; k in each
     */
    public static RetrievalScores of(
            int[][] ranking, boolean[][] queryLabels, boolean[][] archiveLabels) {
        if (ranking.length == 0 || ranking.length != queryLabels.length) {
            throw new IllegalArgumentException(
                    "retrieval: "
                            + ranking.length
                            + " rankings for "
                            + queryLabels.length
                            + " queries (expected: as many, at least one)");
        }
        check(ranking, queryLabels, archiveLabels);
        var archive = LabelBits.of(archiveLabels);
        var queries = LabelBits.of(queryLabels);
        double precision = 0;
        double recall = 0;
        double relevant = 0;
        double average = 0;
        int without = 0;
        for (int q = 0; q < ranking.length; q++) {
            int k = ranking[q].length;
            double precisions = 0;
            double recalls = 0;
            int hits = 0;
            double steps = 0;
            for (int i = 0; i < k; i++) {
                int r = ranking[q][i];
                int shared = queries.shared(q, archive, r);
                precisions += ratio(shared, archive.count(r));
                recalls += ratio(shared, queries.count(q));
                if (shared > 0) {
                    hits++;
                    steps += (double) hits / (i + 1);
                }
            }
            precision += precisions / k;
            recall += recalls / k;
            relevant += (double) hits / k;
            int inArchive = relevantAtMost(k, q, queries, archive);
            without += inArchive == 0 ? 1 : 0;
            average += inArchive == 0 ? 0 : steps / inArchive;
        }
        int n = ranking.length;
        return new RetrievalScores(
                precision / n,
                recall / n,
                harmonic(precision / n, recall / n),
                relevant / n,
                average / n,
                without);
    }

    private static void check(int[][] ranking, boolean[][] queryLabels, boolean[][] archiveLabels) {
        int classes = queryLabels[0].length;
        for (boolean[][] all : new boolean[][][] {queryLabels, archiveLabels}) {
            for (boolean[] labels : all) {
                if (labels.length != classes) {
                    throw new IllegalArgumentException(
                            "retrieval: " + labels.length + " labels (expected: " + classes + ")");
                }
            }
        }
        for (int q = 0; q < ranking.length; q++) {
            for (int r : ranking[q]) {
                if (r < 0 || r >= archiveLabels.length) {
                    throw new IllegalArgumentException(
                            "retrieval: query "
                                    + q
                                    + ": position "
                                    + r
                                    + " (expected: 0 to "
                                    + (archiveLabels.length - 1)
                                    + ")");
                }
            }
            if (ranking[q].length == 0) {
                throw new IllegalArgumentException(
                        "retrieval: query " + q + ": nothing retrieved (expected: k patches)");
            }
        }
    }

    /** Patches of the archive that share a label with the query, counted up to {@code most}. */
    private static int relevantAtMost(int most, int q, LabelBits queries, LabelBits archive) {
        int found = 0;
        for (int r = 0; r < archive.size() && found < most; r++) {
            found += queries.shared(q, archive, r) > 0 ? 1 : 0;
        }
        return found;
    }

    private static double harmonic(double a, double b) {
        return a + b == 0 ? 0 : 2 * a * b / (a + b);
    }

    private static double ratio(int part, int whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
