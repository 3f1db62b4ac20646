package io.groundtrack.operators.change;

import java.util.Arrays;

/** The fold of a series as its formulas are written: one cell, one number after the other. */
final class PlainSeriesFold {

    private static final double SHRINK = 32;
    private static final double LEARNING = 1.0 / 32;

    /** A cell that is livelier than its surroundings is not judged by them (ADR 0004). */
    private static final double OWN_SHARE = 0.75;

    private static final double CLIP = 3;
    private static final int CLIPPED_FROM = 6;
    private static final int SURROUNDINGS_FROM = 4;
    private static final double FLOOR = 1e-6;

    private final int cells;
    private final int numbers;
    private final int m;
    private final int burnIn;
    private final int[] looks;
    private final float[] last; // (cell, slot, number)
    private final float[] mean; // (cell, number)
    private final float[] variance; // (cell, number)
    private final double[] surroundings; // (number), follows from variance
    private final double[] scores;
    private final int[] moved;
    private final double[] sorted;

    PlainSeriesFold(int numbers, ChangeOptions options) {
        this.cells = options.cells();
        this.numbers = numbers;
        this.m = options.looks();
        this.burnIn = options.burnIn();
        this.looks = new int[cells];
        this.last = new float[cells * m * numbers];
        this.mean = new float[cells * numbers];
        this.variance = new float[cells * numbers];
        this.surroundings = new double[numbers];
        this.scores = new double[cells];
        this.moved = new int[cells];
        this.sorted = new double[cells];
        Arrays.fill(surroundings, 1);
    }

    /** Takes a look: (cell, number) values and which cells it shows. */
    void look(float[] values, boolean[] valid) {
        boolean taught = false;
        for (int cell = 0; cell < cells; cell++) {
            if (!valid[cell]) {
                continue;
            }
            int slot = (cell * m + looks[cell] % m) * numbers;
            if (looks[cell] >= m) {
                teach(cell, slot);
                taught = true;
            }
            System.arraycopy(values, cell * numbers, last, slot, numbers);
            looks[cell]++;
        }
        if (taught) {
            lookAround();
        }
        for (int cell = 0; cell < cells; cell++) {
            scores[cell] = valid[cell] && looks[cell] >= burnIn ? score(cell) : Double.NaN;
        }
    }

    /** Score of the cell at the last look taken; NaN where it has none. */
    double lastScore(int cell) {
        return scores[cell];
    }

    /** Number that deviated most in the cell at the last look taken. */
    int moved(int cell) {
        return moved[cell];
    }

    /** Valid looks of the cell so far. */
    int looks(int cell) {
        return looks[cell];
    }

    private void teach(int cell, int slot) {
        int n = looks[cell] - m;
        double a = Math.max(1.0 / (n + 1), LEARNING);
        for (int j = 0; j < numbers; j++) {
            int i = cell * numbers + j;
            double r = last[slot + j] - mean[i];
            if (n >= CLIPPED_FROM) {
                double most = CLIP * Math.sqrt(shrunk(i, j, n));
                r = Math.max(-most, Math.min(most, r));
            }
            mean[i] = (float) (mean[i] + a * r);
            variance[i] = (float) ((1 - a) * (variance[i] + a * r * r));
        }
    }

    private double score(int cell) {
        int n = looks[cell] - m;
        double sum = 0;
        double most = -1;
        for (int j = 0; j < numbers; j++) {
            double now = 0;
            for (int slot = 0; slot < m; slot++) {
                now += last[(cell * m + slot) * numbers + j];
            }
            int i = cell * numbers + j;
            double d = now / m - mean[i];
            double share = d * d / shrunk(i, j, n);
            sum += share;
            if (share > most) {
                most = share;
                moved[cell] = j;
            }
        }
        return Math.sqrt(sum / numbers);
    }

    private double shrunk(int i, int j, int n) {
        double own = variance[i];
        return Math.max((n * own + SHRINK * surroundings[j]) / (n + SHRINK), OWN_SHARE * own)
                + FLOOR;
    }

    private void lookAround() {
        for (int j = 0; j < numbers; j++) {
            int count = 0;
            for (int cell = 0; cell < cells; cell++) {
                if (looks[cell] - m >= SURROUNDINGS_FROM) {
                    sorted[count++] = variance[cell * numbers + j];
                }
            }
            if (count > 0) {
                Arrays.sort(sorted, 0, count);
                surroundings[j] = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
            }
        }
    }
}
