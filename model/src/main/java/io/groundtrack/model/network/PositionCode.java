package io.groundtrack.model.network;

/**
 * The fixed two-dimensional sine-cosine code of a token's place; not trained.
 *
 * <p>Out: row-major (1 + G², D). Row 0, the class token's, is zero. Token (row i, column j) has,
 * with q = D/4 and w_k = 10000^(−k/q): sin(j·w), cos(j·w), sin(i·w), cos(i·w), q values each: the
 * column comes first.
 *
 * <p>Source: He et al., Masked Autoencoders Are Scalable Vision Learners; order as in CSMAE.
 */
public final class PositionCode {
    private PositionCode() {}

    public static float[] table(int gridSize, int width) {
        if (width % 4 != 0) {
            throw new IllegalArgumentException("width: " + width + " (expected: a multiple of 4)");
        }
        int q = width / 4;
        var table = new float[(1 + gridSize * gridSize) * width];
        for (int i = 0; i < gridSize; i++) {
            for (int j = 0; j < gridSize; j++) {
                int at = (1 + i * gridSize + j) * width;
                for (int k = 0; k < q; k++) {
                    double frequency = StrictMath.pow(10000, -(double) k / q);
                    table[at + k] = (float) StrictMath.sin(j * frequency);
                    table[at + q + k] = (float) StrictMath.cos(j * frequency);
                    table[at + 2 * q + k] = (float) StrictMath.sin(i * frequency);
                    table[at + 3 * q + k] = (float) StrictMath.cos(i * frequency);
                }
            }
        }
        return table;
    }
}
