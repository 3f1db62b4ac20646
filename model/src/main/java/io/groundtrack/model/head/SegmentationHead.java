package io.groundtrack.model.head;

/**
 * Land cover of every pixel from a patch's tokens: logits of each token by one linear map, drawn
 * bilinearly to the size of the patch (cell centres aligned, {@code align_corners=False}).
 *
 * <p>(N·F) tokens row by row → H·W classes row by row; the lower class where two are equal.
 *
 * @param linear from F features of a token to K logits
 * @param gridSize tokens along one side, N = gridSize²
 * @param imageSize pixels along one side
 */
public record SegmentationHead(LinearHead linear, int gridSize, int imageSize) {
    public SegmentationHead {
        if (gridSize < 1 || imageSize < gridSize || imageSize > 10_000) {
            throw new IllegalArgumentException(
                    "segmentation head: "
                            + gridSize
                            + " tokens, "
                            + imageSize
                            + " pixels a side (expected: at least 1 token, and no fewer pixels)");
        }
    }

    public int[] classes(float[] tokens) {
        int classes = linear.classes();
        var upsampling = new BilinearUpsampling(gridSize, imageSize);
        float[] wide = upsampling.wide(tokenLogits(tokens), classes);
        var line = new float[imageSize * classes];
        var labels = new int[imageSize * imageSize];
        for (int y = 0; y < imageSize; y++) {
            upsampling.line(wide, classes, y, line);
            for (int x = 0; x < imageSize; x++) {
                int best = 0;
                for (int k = 1; k < classes; k++) {
                    if (line[k * imageSize + x] > line[best * imageSize + x]) {
                        best = k;
                    }
                }
                labels[y * imageSize + x] = best;
            }
        }
        return labels;
    }

    /** (K, N). */
    private float[] tokenLogits(float[] tokens) {
        int cells = gridSize * gridSize;
        int features = linear.features();
        if (tokens.length != cells * features) {
            throw new IllegalArgumentException(
                    "tokens: "
                            + tokens.length
                            + " numbers (expected: "
                            + cells * features
                            + ", tokens × features)");
        }
        int classes = linear.classes();
        var logits = new float[cells * classes];
        var token = new float[features];
        for (int n = 0; n < cells; n++) {
            System.arraycopy(tokens, n * features, token, 0, features);
            float[] scores = linear.scores(token);
            for (int k = 0; k < classes; k++) {
                logits[k * cells + n] = scores[k];
            }
        }
        return logits;
    }
}
