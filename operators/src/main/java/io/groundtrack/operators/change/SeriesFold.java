package io.groundtrack.operators.change;

import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.SeriesFoldState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * How unusual each cell of a patch looks in one series: the mean of its last looks against a slowly
 * learning mean and variance.
 *
 * <p>in: looks in order of acquisition → out: a score s per cell, in standard deviations; NaN where
 * the look does not show the cell or the cell has too few looks.
 *
 * <pre>
 * d   = mean(last m looks) - mu                    a look that leaves the last m teaches:
 * v_j = max((n var_j + 32 g_j) / (n + 32), 0.75 var_j) + 1e-6
 *                                                  r = clip(y - mu, 3 sqrt v), unclipped while n &lt; 6
 * s   = sqrt(mean_j d_j^2 / v_j)                   a = max(1/(n+1), 1/32);  mu += a r;  var = (1-a)(var + a r^2)
 * </pre>
 *
 * n counts the looks that have taught; g_j is the median of var_j over the cells of the patch with
 * n ≥ 4 (1 before there are any), as it stands after the look before this one when teaching, and
 * after this one when scoring. A look teaches before the look that pushed it out is scored.
 *
 * <p>State and time: (2 m + 8) J + 4 bytes a cell, J numbers. Means and variances are kept as float
 * at every step and the last looks as the integers they came as, so that writing and reading them
 * back anywhere in between changes nothing. Cells lie next to each other in every array: that is
 * the direction in which a processor takes several at once. Source: the study on Sentinel-1 series
 * with dated disturbances (A2, A4).
 */
final class SeriesFold {

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
    final int[] looks;
    final short[] ring; // (slot, number, cell)
    byte[] ringScales; // (slot, cell), null where all are set 0
    final float[] mean; // (number, cell)
    final float[] variance; // (number, cell)
    private final double[] surroundings; // (number), follows from variance
    private final double[] scores;
    private final FoldScratch at;
    private boolean isAround = true; // surroundings are those of the variances now

    SeriesFold(int numbers, ChangeOptions options) {
        this(numbers, options, new FoldScratch(options.cells()));
    }

    /** A fold that borrows its scratch; no two folds may be at work in it at the same time. */
    SeriesFold(int numbers, ChangeOptions options, FoldScratch scratch) {
        this.cells = options.cells();
        this.numbers = numbers;
        this.m = options.looks();
        this.burnIn = options.burnIn();
        this.looks = new int[cells];
        this.ring = new short[m * numbers * cells];
        this.mean = new float[numbers * cells];
        this.variance = new float[numbers * cells];
        this.surroundings = new double[numbers];
        this.scores = new double[cells];
        this.at = scratch;
        Arrays.fill(surroundings, 1);
    }

    /** Takes a look and scores it: (cell, number) as stored, and which cells it shows. */
    void look(short[] stored, int set, List<float[]> factors, boolean[] valid) {
        teach(stored, set, factors, valid);
        score(factors, valid);
    }

    /** Takes a look without a score. */
    void teach(short[] stored, int set, List<float[]> factors, boolean[] valid) {
        boolean isTeaching = false;
        for (int cell = 0; cell < cells; cell++) {
            int n = looks[cell] - m;
            boolean teaches = valid[cell] && n >= 0;
            at.teaches[cell] = teaches;
            isTeaching |= teaches;
            at.slot[cell] = looks[cell] % m;
            double a = Math.max(1.0 / (Math.max(n, 0) + 1), LEARNING);
            at.learning[cell] = a;
            at.rest[cell] = 1 - a;
            at.n[cell] = n;
            at.clip[cell] = n >= CLIPPED_FROM ? CLIP : Double.POSITIVE_INFINITY;
        }
        if (isTeaching) {
            lookAround();
            int slot = sharedSlot();
            for (int j = 0; j < numbers; j++) {
                teach(j, slot, factors);
            }
            isAround = false;
        }
        push(stored, set, valid);
    }

    /** The slot that the look goes to in every cell, or -1. */
    private int sharedSlot() {
        int shared = at.slot[0];
        for (int cell = 1; cell < cells; cell++) {
            if (at.slot[cell] != shared) {
                return -1;
            }
        }
        return shared;
    }

    private void teach(int j, int slot, List<float[]> factors) {
        int from = j * cells;
        double g = SHRINK * surroundings[j];
        float factor = factors.get(0)[j];
        double[] apart = at.value; // a difference of floats, rounded to one
        double[] mu = at.mean;
        double[] own = at.variance;
        if (slot >= 0) {
            int leaving = (slot * numbers + j) * cells;
            for (int cell = 0; cell < cells; cell++) {
                apart[cell] = ring[leaving + cell] * factor - mean[from + cell];
            }
        } else {
            for (int cell = 0; cell < cells; cell++) {
                int leaving = (at.slot[cell] * numbers + j) * cells + cell;
                apart[cell] = ring[leaving] * factor - mean[from + cell];
            }
        }
        for (int cell = 0; cell < cells; cell++) {
            mu[cell] = mean[from + cell];
            own[cell] = variance[from + cell];
        }
        if (ringScales != null) {
            for (int cell = 0; cell < cells; cell++) {
                apart[cell] = value(at.slot[cell], j, cell, factors) - mean[from + cell];
            }
        }
        double[] n = at.n;
        double[] most = at.most;
        for (int cell = 0; cell < cells; cell++) {
            double v =
                    Math.max((n[cell] * own[cell] + g) / (n[cell] + SHRINK), OWN_SHARE * own[cell])
                            + FLOOR;
            most[cell] = at.clip[cell] * Math.sqrt(v);
        }
        double[] a = at.learning;
        double[] rest = at.rest;
        for (int cell = 0; cell < cells; cell++) {
            double r = Math.max(-most[cell], Math.min(most[cell], apart[cell]));
            mu[cell] += a[cell] * r;
            own[cell] = rest[cell] * (own[cell] + a[cell] * r * r);
        }
        for (int cell = 0; cell < cells; cell++) {
            if (at.teaches[cell]) {
                mean[from + cell] = (float) mu[cell];
                variance[from + cell] = (float) own[cell];
            }
        }
    }

    private void push(short[] stored, int set, boolean[] valid) {
        for (int cell = 0; cell < cells; cell++) {
            if (valid[cell]) {
                int to = at.slot[cell] * numbers * cells + cell;
                for (int j = 0, from = cell * numbers; j < numbers; j++, to += cells) {
                    ring[to] = stored[from + j];
                }
                looks[cell]++;
            }
        }
        if (set != 0 && ringScales == null) {
            ringScales = new byte[m * cells];
        }
        if (ringScales != null) {
            for (int cell = 0; cell < cells; cell++) {
                if (valid[cell]) {
                    ringScales[at.slot[cell] * cells + cell] = (byte) set;
                }
            }
        }
    }

    private void score(List<float[]> factors, boolean[] valid) {
        lookAround();
        double[] sum = at.sum;
        Arrays.fill(sum, 0);
        for (int cell = 0; cell < cells; cell++) {
            at.n[cell] = looks[cell] - m;
        }
        for (int j = 0; j < numbers; j++) {
            double[] share = shares(j, factors);
            for (int cell = 0; cell < cells; cell++) {
                sum[cell] += share[cell];
            }
        }
        for (int cell = 0; cell < cells; cell++) {
            scores[cell] =
                    valid[cell] && looks[cell] >= burnIn
                            ? Math.sqrt(sum[cell] / numbers)
                            : Double.NaN;
        }
    }

    /** Squared deviation of number j in each cell, in variances. */
    private double[] shares(int j, List<float[]> factors) {
        double[] now = at.value;
        float factor = factors.get(0)[j];
        int step = numbers * cells; // from slot to slot
        for (int cell = 0; cell < cells; cell++) {
            double sum = 0;
            if (ringScales == null) {
                for (int slot = 0, from = j * cells + cell; slot < m; slot++, from += step) {
                    sum += ring[from] * factor;
                }
            } else {
                for (int slot = 0; slot < m; slot++) {
                    sum += value(slot, j, cell, factors);
                }
            }
            now[cell] = sum;
        }
        double[] mu = at.mean;
        double[] own = at.variance;
        for (int cell = 0, from = j * cells; cell < cells; cell++) {
            mu[cell] = mean[from + cell];
            own[cell] = variance[from + cell];
        }
        double g = SHRINK * surroundings[j];
        double[] n = at.n;
        for (int cell = 0; cell < cells; cell++) {
            double d = now[cell] / m - mu[cell];
            double v =
                    Math.max((n[cell] * own[cell] + g) / (n[cell] + SHRINK), OWN_SHARE * own[cell])
                            + FLOOR;
            now[cell] = d * d / v;
        }
        return now;
    }

    private float value(int slot, int j, int cell, List<float[]> factors) {
        int set = ringScales == null ? 0 : ringScales[slot * cells + cell] & 0xff;
        return ring[(slot * numbers + j) * cells + cell] * factors.get(set)[j];
    }

    /** Score of the cell at the last look taken; NaN where it has none. */
    double lastScore(int cell) {
        return scores[cell];
    }

    /** Number that deviates most in the cell, as things stand after the last look. */
    int moved(int cell, List<float[]> factors) {
        lookAround();
        int n = looks[cell] - m;
        int moved = 0;
        double most = -1;
        for (int j = 0; j < numbers; j++) {
            double now = 0;
            for (int slot = 0; slot < m; slot++) {
                now += value(slot, j, cell, factors);
            }
            double own = variance[j * cells + cell];
            double d = now / m - mean[j * cells + cell];
            double v =
                    Math.max((n * own + SHRINK * surroundings[j]) / (n + SHRINK), OWN_SHARE * own)
                            + FLOOR;
            if (d * d / v > most) {
                most = d * d / v;
                moved = j;
            }
        }
        return moved;
    }

    /** Valid looks of the cell so far. */
    int looks(int cell) {
        return looks[cell];
    }

    /** The arrays have been filled from outside. */
    void looksAreNew() {
        isAround = false;
    }

    int numbers() {
        return numbers;
    }

    private void lookAround() {
        if (isAround) {
            return;
        }
        isAround = true;
        int count = 0;
        int[] settled = at.order;
        for (int cell = 0; cell < cells; cell++) {
            if (looks[cell] - m >= SURROUNDINGS_FROM) {
                settled[count++] = cell;
            }
        }
        if (count > 0) {
            for (int j = 0; j < numbers; j++) {
                surroundings[j] = at.median(variance, j * cells, settled, count);
            }
        }
    }

    SeriesFoldState state() {
        var counts = ByteBuffer.allocate(cells * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        counts.asIntBuffer().put(looks);
        return SeriesFoldState.newBuilder()
                .setLooks(counts)
                .setRing(Packed.shorts(ring))
                .setRingScales(ByteBuffer.wrap(ringScales == null ? new byte[0] : ringScales))
                .setMean(Packed.floats(mean))
                .setVariance(Packed.floats(variance))
                .build();
    }

    static SeriesFold of(
            SeriesFoldState state, int numbers, ChangeOptions options, FoldScratch scratch) {
        var fold = new SeriesFold(numbers, options, scratch);
        state.getLooks().duplicate().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(fold.looks);
        state.getRing().duplicate().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(fold.ring);
        if (state.getRingScales().hasRemaining()) {
            fold.ringScales = Packed.bytes(state.getRingScales());
        }
        floats(state.getMean(), fold.mean);
        floats(state.getVariance(), fold.variance);
        fold.looksAreNew();
        return fold;
    }

    private static void floats(ByteBuffer bytes, float[] values) {
        bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    }
}
