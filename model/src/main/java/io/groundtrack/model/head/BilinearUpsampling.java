package io.groundtrack.model.head;

/**
 * A square map, drawn larger by linear interpolation between cell centres; K of them at a time.
 *
 * <p>The centre of output pixel i lies at (i + ½) · from / to − ½ of the input, not below 0; beyond
 * the last centre the last cell goes on. This is what PyTorch calls bilinear with {@code
 * align_corners=False}. Maps are one after another, each row by row.
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

    /** (K, from, from) → (K, from, to): each row drawn wide. */
    float[] wide(float[] map, int planes) {
        var wide = new float[planes * from * to];
        for (int row = 0; row < planes * from; row++) {
            for (int x = 0; x < to; x++) {
                float a = map[row * from + low[x]];
                float b = map[row * from + high[x]];
                wide[row * to + x] = a + fraction[x] * (b - a);
            }
        }
        return wide;
    }

    /** Row y of the (K, to, to) output as (K, to), from what {@link #wide} gave. */
    void line(float[] wide, int planes, int y, float[] into) {
        float share = fraction[y];
        for (int k = 0; k < planes; k++) {
            int a = (k * from + low[y]) * to;
            int b = (k * from + high[y]) * to;
            int out = k * to;
            for (int x = 0; x < to; x++) {
                into[out + x] = wide[a + x] + share * (wide[b + x] - wide[a + x]);
            }
        }
    }

    /** The transpose of {@link #line}: adds a gradient of row y to that of {@code wide}. */
    void addLineGradient(float[] gradient, int planes, int y, float[] wideGradient) {
        float share = fraction[y];
        for (int k = 0; k < planes; k++) {
            int a = (k * from + low[y]) * to;
            int b = (k * from + high[y]) * to;
            int in = k * to;
            for (int x = 0; x < to; x++) {
                wideGradient[b + x] += share * gradient[in + x];
            }
            for (int x = 0; x < to; x++) {
                wideGradient[a + x] += (1 - share) * gradient[in + x];
            }
        }
    }

    /** The transpose of {@link #wide}. */
    float[] mapGradient(float[] wideGradient, int planes) {
        var gradient = new float[planes * from * from];
        for (int row = 0; row < planes * from; row++) {
            for (int x = 0; x < to; x++) {
                float value = wideGradient[row * to + x];
                gradient[row * from + high[x]] += fraction[x] * value;
                gradient[row * from + low[x]] += (1 - fraction[x]) * value;
            }
        }
        return gradient;
    }
}
