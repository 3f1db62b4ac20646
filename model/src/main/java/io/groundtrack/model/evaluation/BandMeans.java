package io.groundtrack.model.evaluation;

/**
 * What a patch looks like before any model: the mean of each band, of the whole or of each cell.
 *
 * <p>Pixels without data are left out; a cell without any is 0.
 */
final class BandMeans {
    private BandMeans() {}

    /** (C, H, W) → (C). */
    static float[] ofPatch(float[] pixels, int imageSize) {
        return ofCells(pixels, imageSize, 1);
    }

    /** (C, H, W) → (gridSize², C), cells row by row. */
    static float[] ofCells(float[] pixels, int imageSize, int gridSize) {
        int bands = pixels.length / (imageSize * imageSize);
        int cell = imageSize / gridSize;
        var means = new float[gridSize * gridSize * bands];
        for (int n = 0; n < gridSize * gridSize; n++) {
            int top = n / gridSize * cell;
            int left = n % gridSize * cell;
            for (int c = 0; c < bands; c++) {
                double sum = 0;
                int count = 0;
                for (int y = top; y < top + cell; y++) {
                    for (int x = left; x < left + cell; x++) {
                        float value = pixels[(c * imageSize + y) * imageSize + x];
                        if (Float.isFinite(value)) {
                            sum += value;
                            count++;
                        }
                    }
                }
                means[n * bands + c] = count == 0 ? 0 : (float) (sum / count);
            }
        }
        return means;
    }
}
