package io.groundtrack.model.head;

/**
 * A square map of K numbers a cell, drawn larger by linear interpolation between cell centres.
 *
 * <p>The centre of output pixel i lies at (i + ½) · from / to − ½ of the input, not below 0; beyond
 * the last centre the last cell goes on. This is what PyTorch calls bilinear with {@code
 * align_corners=False}. Maps are row by row, the K numbers of a cell side by side.
 */
final class BilinearUpsampling {
    private final int from;
    private final int to;
    private final int[] low;
    private final int[] high;
    private final float[] fraction;

    BilinearUpsampling(int from, int to) {
        this.from = from;
        this.to = to;
        low = new int[to];
        high = new int[to];
        fraction = new float[to];
        for (int i = 0; i < to; i++) {
            double source = Math.max(0, (i + 0.5) * from / to - 0.5);
            low[i] = Math.min(from - 1, (int) source);
            high[i] = Math.min(from - 1, low[i] + 1);
            fraction[i] = (float) (source - low[i]);
        }
    }

    /** (from, from, K) → (from, to, K): each row drawn wide. */
    float[] wide(float[] map, int k) {
        var wide = new float[from * to * k];
        for (int row = 0; row < from; row++) {
            for (int x = 0; x < to; x++) {
                int a = (row * from + low[x]) * k;
                int b = (row * from + high[x]) * k;
                int out = (row * to + x) * k;
                for (int c = 0; c < k; c++) {
                    wide[out + c] = map[a + c] + fraction[x] * (map[b + c] - map[a + c]);
                }
            }
        }
        return wide;
    }

    /** Row y of the (to, to, K) output, from what {@link #wide} gave. */
    void line(float[] wide, int k, int y, float[] into) {
        int a = low[y] * to * k;
        int b = high[y] * to * k;
        for (int i = 0; i < to * k; i++) {
            into[i] = wide[a + i] + fraction[y] * (wide[b + i] - wide[a + i]);
        }
    }

    /** The transpose of {@link #line}: adds a gradient of row y to that of {@code wide}. */
    void addLineGradient(float[] gradient, int k, int y, float[] wideGradient) {
        int a = low[y] * to * k;
        int b = high[y] * to * k;
        for (int i = 0; i < to * k; i++) {
            wideGradient[b + i] += fraction[y] * gradient[i];
            wideGradient[a + i] += (1 - fraction[y]) * gradient[i];
        }
    }

    /** The transpose of {@link #wide}. */
    float[] mapGradient(float[] wideGradient, int k) {
        var gradient = new float[from * from * k];
        for (int row = 0; row < from; row++) {
            for (int x = 0; x < to; x++) {
                int a = (row * from + low[x]) * k;
                int b = (row * from + high[x]) * k;
                int in = (row * to + x) * k;
                for (int c = 0; c < k; c++) {
                    gradient[b + c] += fraction[x] * wideGradient[in + c];
                    gradient[a + c] += (1 - fraction[x]) * wideGradient[in + c];
                }
            }
        }
        return gradient;
    }
}
