package io.groundtrack.model.evaluation.experts;

/** How much of each class lies in each token of a patch: (N, K), row by row. */
public final class TokenCover {
    private TokenCover() {}

    /**
     * Shares of each token's pixels; what is not known counts for no class.
     *
     * @param pixelClasses (H, W)
     * @param ignored value of a pixel whose class is not known
     */
    public static float[] ofPixels(
            byte[] pixelClasses, int imageSize, int gridSize, int classes, byte ignored) {
        int cell = imageSize / gridSize;
        var cover = new float[gridSize * gridSize * classes];
        for (int y = 0; y < cell * gridSize; y++) {
            for (int x = 0; x < cell * gridSize; x++) {
                byte label = pixelClasses[y * imageSize + x];
                if (label != ignored) {
                    int token = y / cell * gridSize + x / cell;
                    cover[token * classes + (label & 0xff)] += 1f / (cell * cell);
                }
            }
        }
        return cover;
    }

    /** Whole for every class of the patch, in every token. */
    public static float[] ofLabels(float[] labels, int gridSize) {
        var cover = new float[gridSize * gridSize * labels.length];
        for (int i = 0; i < cover.length; i++) {
            cover[i] = labels[i % labels.length] > 0 ? 1 : 0;
        }
        return cover;
    }
}
