package io.groundtrack.model.head;

import io.groundtrack.model.checkpoint.Tensor;

/**
 * Ridge regression in closed form: the linear head with the least squared error plus a penalty.
 *
 * <p>In: x (n, F), y (n, K), λ ≥ 0. Features are standardised first (one that never varies is left
 * out), targets centred; then W = (XᵀX/n + λI)⁻¹ XᵀY/n by Cholesky in double, and mean and
 * deviation are folded back into weight and bias. The bias bears no penalty. Deterministic.
 *
 * <p>Errors: rows of differing length, no rows, or a system that is singular (λ = 0 with dependent
 * features) are refused.
 */
public final class RidgeFit {
    private RidgeFit() {}

    public static LinearHead fit(float[][] x, float[][] y, double lambda) {
        check(x, y, lambda);
        int features = x[0].length;
        int classes = y[0].length;
        double[] means = means(x);
        double[] inverseDeviations = inverseDeviations(x, means);
        double[] targetMeans = means(y);
        var gram = new double[features][features];
        var moments = new double[features][classes];
        var row = new double[features];
        for (int i = 0; i < x.length; i++) {
            for (int f = 0; f < features; f++) {
                row[f] = (x[i][f] - means[f]) * inverseDeviations[f];
            }
            for (int f = 0; f < features; f++) {
                double value = row[f] / x.length;
                double[] gramRow = gram[f];
                for (int g = 0; g <= f; g++) {
                    gramRow[g] += value * row[g];
                }
                for (int k = 0; k < classes; k++) {
                    moments[f][k] += value * (y[i][k] - targetMeans[k]);
                }
            }
        }
        for (int f = 0; f < features; f++) {
            // a constant feature has no row of its own: 1 keeps the system solvable, its weight 0
            gram[f][f] += inverseDeviations[f] == 0 ? 1 : lambda;
        }
        decompose(gram);
        solve(gram, moments);
        return folded(moments, means, inverseDeviations, targetMeans);
    }

    private static LinearHead folded(
            double[][] solution, double[] means, double[] inverseDeviations, double[] targetMeans) {
        int features = means.length;
        int classes = targetMeans.length;
        var weight = new float[classes * features];
        var bias = new float[classes];
        for (int k = 0; k < classes; k++) {
            double offset = targetMeans[k];
            for (int f = 0; f < features; f++) {
                double w = solution[f][k] * inverseDeviations[f];
                weight[k * features + f] = (float) w;
                offset -= w * means[f];
            }
            bias[k] = (float) offset;
        }
        return new LinearHead(Tensor.of(weight, classes, features), Tensor.of(bias, classes));
    }

    /** Lower triangle in place: a = L Lᵀ. */
    private static void decompose(double[][] a) {
        for (int r = 0; r < a.length; r++) {
            for (int c = 0; c <= r; c++) {
                double sum = a[r][c];
                for (int k = 0; k < c; k++) {
                    sum -= a[r][k] * a[c][k];
                }
                if (c < r) {
                    a[r][c] = sum / a[c][c];
                } else if (sum > 1e-12) {
                    a[r][r] = Math.sqrt(sum);
                } else {
                    throw new IllegalArgumentException(
                            "ridge: features depend on each other (expected: a larger lambda)");
                }
            }
        }
    }

    private static void solve(double[][] lower, double[][] b) {
        int n = lower.length;
        for (int r = 0; r < n; r++) {
            for (int c = 0; c < r; c++) {
                subtract(b[r], lower[r][c], b[c]);
            }
            divide(b[r], lower[r][r]);
        }
        for (int r = n - 1; r >= 0; r--) {
            for (int c = r + 1; c < n; c++) {
                subtract(b[r], lower[c][r], b[c]);
            }
            divide(b[r], lower[r][r]);
        }
    }

    private static void subtract(double[] row, double factor, double[] other) {
        for (int k = 0; k < row.length; k++) {
            row[k] -= factor * other[k];
        }
    }

    private static void divide(double[] row, double by) {
        for (int k = 0; k < row.length; k++) {
            row[k] /= by;
        }
    }

    private static double[] means(float[][] rows) {
        var means = new double[rows[0].length];
        for (float[] row : rows) {
            for (int i = 0; i < means.length; i++) {
                means[i] += row[i];
            }
        }
        divide(means, rows.length);
        return means;
    }

    private static double[] inverseDeviations(float[][] rows, double[] means) {
        var squares = new double[means.length];
        for (float[] row : rows) {
            for (int i = 0; i < means.length; i++) {
                squares[i] += (row[i] - means[i]) * (row[i] - means[i]);
            }
        }
        var inverse = new double[means.length];
        for (int i = 0; i < means.length; i++) {
            double deviation = Math.sqrt(squares[i] / rows.length);
            inverse[i] = deviation > 1e-9 * Math.max(1, Math.abs(means[i])) ? 1 / deviation : 0;
        }
        return inverse;
    }

    private static void check(float[][] x, float[][] y, double lambda) {
        if (x.length == 0 || x.length != y.length || !(lambda >= 0)) {
            throw new IllegalArgumentException(
                    "ridge: "
                            + x.length
                            + " rows, "
                            + y.length
                            + " targets, lambda "
                            + lambda
                            + " (expected: as many targets as rows, at least one, lambda ≥ 0)");
        }
        for (int i = 0; i < x.length; i++) {
            if (x[i].length != x[0].length || y[i].length != y[0].length) {
                throw new IllegalArgumentException("ridge: row " + i + " differs in length");
            }
            for (float value : x[i]) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("ridge: row " + i + " holds " + value);
                }
            }
        }
    }
}
