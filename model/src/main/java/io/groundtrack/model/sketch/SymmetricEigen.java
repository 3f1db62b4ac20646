package io.groundtrack.model.sketch;

import io.groundtrack.model.checkpoint.RandomStream;
import java.util.Arrays;

/**
 * The largest eigenvalues of a symmetric positive matrix, and their vectors.
 *
 * <p>Orthogonal iteration on a slightly larger subspace from a fixed start, then the exact solution
 * inside it (Jacobi rotations). Where eigenvalues are close to each other the vectors are some
 * basis of nearly the same space. Source: Golub and Van Loan, Matrix Computations, §8.2 and §8.5.
 *
 * @param values largest first
 * @param vectors one row each, of length 1
 */
record SymmetricEigen(double[] values, double[][] vectors) {
    private static final int SPARE_DIRECTIONS = 16;
    private static final int ROUNDS = 300;

    static SymmetricEigen largest(double[][] matrix, int count) {
        int n = matrix.length;
        int block = Math.min(n, count + SPARE_DIRECTIONS);
        var random = new RandomStream(block);
        var basis = new double[block][n];
        for (double[] row : basis) {
            for (int i = 0; i < n; i++) {
                row[i] = random.gaussian();
            }
        }
        orthonormalise(basis);
        for (int round = 0; round < ROUNDS; round++) {
            for (int k = 0; k < block; k++) {
                basis[k] = times(matrix, basis[k]);
            }
            orthonormalise(basis);
        }
        return solveWithin(matrix, basis, count);
    }

    private static SymmetricEigen solveWithin(double[][] matrix, double[][] basis, int count) {
        int block = basis.length;
        var small = new double[block][block];
        for (int r = 0; r < block; r++) {
            double[] image = times(matrix, basis[r]);
            for (int c = 0; c < block; c++) {
                small[r][c] = dot(image, basis[c]);
            }
        }
        double[][] rotations = diagonalise(small);
        var order = new Integer[block];
        for (int i = 0; i < block; i++) {
            order[i] = i;
        }
        Arrays.sort(order, (a, b) -> Double.compare(small[b][b], small[a][a]));
        var values = new double[count];
        var vectors = new double[count][matrix.length];
        for (int k = 0; k < count; k++) {
            values[k] = small[order[k]][order[k]];
            for (int b = 0; b < block; b++) {
                double weight = rotations[b][order[k]];
                for (int i = 0; i < matrix.length; i++) {
                    vectors[k][i] += weight * basis[b][i];
                }
            }
        }
        return new SymmetricEigen(values, vectors);
    }

    /** Makes {@code a} diagonal in place; returns the rotation, eigenvectors in columns. */
    private static double[][] diagonalise(double[][] a) {
        int n = a.length;
        var v = new double[n][n];
        for (int i = 0; i < n; i++) {
            v[i][i] = 1;
        }
        for (int sweep = 0; sweep < 60; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(a, v, p, q);
                }
            }
        }
        return v;
    }

    private static void rotate(double[][] a, double[][] v, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double cos = 1 / Math.sqrt(t * t + 1);
        double sin = t * cos;
        int n = a.length;
        for (int k = 0; k < n; k++) {
            double kp = a[k][p];
            double kq = a[k][q];
            a[k][p] = cos * kp - sin * kq;
            a[k][q] = sin * kp + cos * kq;
        }
        for (int k = 0; k < n; k++) {
            double pk = a[p][k];
            double qk = a[q][k];
            a[p][k] = cos * pk - sin * qk;
            a[q][k] = sin * pk + cos * qk;
            double vp = v[k][p];
            double vq = v[k][q];
            v[k][p] = cos * vp - sin * vq;
            v[k][q] = sin * vp + cos * vq;
        }
    }

    /** Modified Gram-Schmidt on rows, twice; a row that vanishes is replaced by an axis. */
    private static void orthonormalise(double[][] rows) {
        for (int k = 0; k < rows.length; k++) {
            int axis = 0;
            double before = Math.sqrt(dot(rows[k], rows[k]));
            while (true) {
                removeEarlier(rows, k);
                removeEarlier(rows, k);
                double length = Math.sqrt(dot(rows[k], rows[k]));
                if (length > 1e-10 * before && length > 1e-200) {
                    for (int i = 0; i < rows[k].length; i++) {
                        rows[k][i] /= length;
                    }
                    break;
                }
                rows[k] = new double[rows[k].length];
                rows[k][axis++] = 1;
                before = 1;
            }
        }
    }

    private static void removeEarlier(double[][] rows, int k) {
        for (int j = 0; j < k; j++) {
            double share = dot(rows[k], rows[j]);
            for (int i = 0; i < rows[k].length; i++) {
                rows[k][i] -= share * rows[j][i];
            }
        }
    }

    private static double[] times(double[][] matrix, double[] vector) {
        var product = new double[vector.length];
        for (int r = 0; r < product.length; r++) {
            product[r] = dot(matrix[r], vector);
        }
        return product;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
