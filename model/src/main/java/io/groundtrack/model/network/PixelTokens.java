package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Pixels laid out as the decoder predicts them, what papers call to patchify: (B, C, H, W) → (B, N,
 * P·P·C), row by row; within a token pixel rows, then columns, then bands, bands fastest.
 */
final class PixelTokens {
    private static final float EPS = 1e-6f;

    private PixelTokens() {}

    static NDArray of(NDArray pixels, int patchSize) {
        Shape shape = pixels.getShape();
        long bands = shape.get(1);
        long rows = shape.get(2) / patchSize;
        long columns = shape.get(3) / patchSize;
        return pixels.reshape(shape.get(0), bands, rows, patchSize, columns, patchSize)
                .transpose(0, 2, 4, 3, 5, 1) // (B, rows, columns, P, P, C)
                .reshape(shape.get(0), rows * columns, bands * patchSize * patchSize);
    }

    /** Each token by its own mean and deviation (divisor n − 1): (B, N, V) → (B, N, V). */
    static NDArray normalised(NDArray tokens) {
        int[] values = {2};
        NDArray centred = tokens.sub(tokens.mean(values, true));
        NDArray variance = centred.square().sum(values, true).div(tokens.getShape().get(2) - 1);
        return centred.div(variance.add(EPS).sqrt());
    }
}
