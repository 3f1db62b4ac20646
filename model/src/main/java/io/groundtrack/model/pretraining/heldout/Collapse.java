package io.groundtrack.model.pretraining.heldout;

import java.util.Arrays;

/**
 * Whether features still tell patches apart.
 *
 * @param meanCosine of all pairs of different patches; 1 = all point the same way
 * @param effectiveRank e to the entropy of the shares of the singular values, features centred; 1 =
 *     a single direction. Source: Roy and Vetterli, The Effective Rank, 2007
 */
public record Collapse(double meanCosine, double effectiveRank) {
    private static final int SWEEPS = 30;

    /**
     * @param features one row a patch, at least two
     */
    public static Collapse of(float[][] features) {
        if (features.length < 2) {
            throw new IllegalArgumentException(
                    "features of " + features.length + " patches (expected: at least 2)");
        }
        return new Collapse(meanCosine(features), effectiveRank(features));
    }

    /**
     * From the length of the sum of unit vectors: that of n rows squared holds every pair twice.
     */
    private static double meanCosine(float[][] features) {
        int n = features.length;
        var sum = new double[features[0].length];
        for (float[] row : features) {
            double length = 0;
            for (float value : row) {
                length += (double) value * value;
            }
            double unit = length > 0 ? 1 / Math.sqrt(length) : 0;
            for (int d = 0; d < sum.length; d++) {
                sum[d] += row[d] * unit;
            }
        }
        double squares = 0;
        for (double value : sum) {
            squares += value * value;
        }
        return (squares - n) / ((double) n * (n - 1));
    }

    private static double effectiveRank(float[][] features) {
        double[] eigenvalues = eigenvalues(gram(centred(features)));
        double sum = 0;
        for (double value : eigenvalues) {
            sum += Math.sqrt(Math.max(value, 0));
        }
        double entropy = 0;
        for (double value : eigenvalues) {
            double share = Math.sqrt(Math.max(value, 0)) / sum;
            entropy -= share > 0 ? share * Math.log(share) : 0;
        }
        return Math.exp(entropy);
    }

    private static double[][] centred(float[][] features) {
        var mean = new double[features[0].length];
        for (float[] row : features) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += (double) row[d] / features.length;
            }
        }
        var centred = new double[features.length][mean.length];
        for (int i = 0; i < features.length; i++) {
            for (int d = 0; d < mean.length; d++) {
                centred[i][d] = features[i][d] - mean[d];
            }
        }
        return centred;
    }

    /** The smaller of X·Xᵀ and Xᵀ·X: their eigenvalues other than 0 are the same. */
    private static double[][] gram(double[][] x) {
        double[][] rows = x.length <= x[0].length ? x : transposed(x);
        var gram = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < rows[i].length; k++) {
                    sum += rows[i][k] * rows[j][k];
                }
                gram[i][j] = sum;
                gram[j][i] = sum;
            }
        }
        return gram;
    }

    private static double[][] transposed(double[][] x) {
        var transposed = new double[x[0].length][x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x[0].length; j++) {
                transposed[j][i] = x[i][j];
            }
        }
        return transposed;
    }

    /** Of a symmetric matrix, which is used up; by Jacobi rotations. */
    private static double[] eigenvalues(double[][] a) {
        int n = a.length;
        double total = Arrays.stream(a).flatMapToDouble(Arrays::stream).map(v -> v * v).sum();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double off = 0;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    off += 2 * a[p][q] * a[p][q];
                    rotate(a, p, q);
                }
            }
            if (off <= 1e-20 * total) {
                break;
            }
        }
        var values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = a[i][i];
        }
        return values;
    }

    /** Makes a[p][q] zero. Only rows are touched in the inner loop; columns follow by symmetry. */
    private static void rotate(double[][] a, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
        double c = 1 / Math.hypot(t, 1);
        double s = t * c;
        double app = a[p][p] - t * a[p][q];
        double aqq = a[q][q] + t * a[p][q];
        for (int k = 0; k < a.length; k++) {
            double apk = a[p][k];
            double aqk = a[q][k];
            a[p][k] = c * apk - s * aqk;
            a[q][k] = s * apk + c * aqk;
            a[k][p] = a[p][k];
            a[k][q] = a[q][k];
        }
        a[p][p] = app;
        a[q][q] = aqq;
        a[p][q] = 0;
        a[q][p] = 0;
    }
}
