package io.groundtrack.model.evaluation;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the patches of an archive whose vectors point most nearly the way of a query's.
 *
 * <p>Exact: every patch is compared, by cosine in double precision. Equal cosines rank by id, so
 * the order of the archive is of no consequence. A vector of length 0 has cosine 0 with all.
 * Nothing is left out, not even the query itself where the archive holds it. Holds the vectors it
 * is given, and one number for each; thread safe.
 */
public final class RetrievalIndex {
    private final List<String> ids;
    private final float[][] vectors;
    private final double[] inverseNorms;

    /**
     * @param ids one a vector
     * @param vectors (n, D), not copied
     */
    public RetrievalIndex(List<String> ids, float[][] vectors) {
        if (ids.size() != vectors.length) {
            throw new IllegalArgumentException(
                    "archive: " + ids.size() + " ids for " + vectors.length + " vectors");
        }
        this.ids = List.copyOf(ids);
        this.vectors = vectors;
        inverseNorms = new double[vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            if (vectors[i].length != vectors[0].length) {
                throw new IllegalArgumentException(
                        "archive: "
                                + ids.get(i)
                                + ": "
                                + vectors[i].length
                                + " numbers (expected: "
                                + vectors[0].length
                                + ")");
            }
            double norm = Math.sqrt(dot(vectors[i], vectors[i]));
            if (!Double.isFinite(norm)) {
                throw new IllegalArgumentException(
                        "archive: " + ids.get(i) + ": not finite (expected: finite numbers)");
            }
            inverseNorms[i] = norm > 0 ? 1 / norm : 0;
        }
    }

    public int size() {
        return vectors.length;
    }

    /**
     * @param k at most the size of the archive
     * @return for each query k positions in the archive, nearest first
     */
    public int[][] search(float[][] queries, int k) {
        if (k < 1 || k > vectors.length) {
            throw new IllegalArgumentException(
                    "k: " + k + " (expected: 1 to " + vectors.length + ", patches in the archive)");
        }
        return IntStream.range(0, queries.length)
                .parallel()
                .mapToObj(q -> nearest(queries[q], k))
                .toArray(int[][]::new);
    }

    /** Keeps the best k in order as it goes; most patches fall behind the last of them at once. */
    private int[] nearest(float[] query, int k) {
        if (query.length != vectors[0].length) {
            throw new IllegalArgumentException(
                    "query: " + query.length + " numbers (expected: " + vectors[0].length + ")");
        }
        var best = new int[k];
        var cosines = new double[k];
        int found = 0;
        for (int i = 0; i < vectors.length; i++) {
            // the query's own length would change no rank
            double cosine = dot(query, vectors[i]) * inverseNorms[i];
            if (Double.isNaN(cosine)) {
                throw new IllegalArgumentException("query: not finite (expected: finite numbers)");
            }
            if (found < k || before(i, cosine, best[k - 1], cosines[k - 1])) {
                int at = found < k ? found++ : k - 1;
                while (at > 0 && before(i, cosine, best[at - 1], cosines[at - 1])) {
                    best[at] = best[at - 1];
                    cosines[at] = cosines[at - 1];
                    at--;
                }
                best[at] = i;
                cosines[at] = cosine;
            }
        }
        return best;
    }

    private boolean before(int i, double cosine, int j, double other) {
        return cosine > other || cosine == other && ids.get(i).compareTo(ids.get(j)) < 0;
    }

    /** Four sums side by side: the processor need not wait for one addition to end. */
    private static double dot(float[] a, float[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += (double) a[i] * b[i];
            s1 += (double) a[i + 1] * b[i + 1];
            s2 += (double) a[i + 2] * b[i + 2];
            s3 += (double) a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += (double) a[i] * b[i];
        }
        return s0 + s1 + (s2 + s3);
    }
}
