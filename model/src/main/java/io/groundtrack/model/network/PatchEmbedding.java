package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/**
 * Each P × P square of pixels becomes one token: (B, C, H, W) → (B, N, D), row by row.
 *
 * <p>The paper's convolution of size and stride P, written as the matrix product it is. Weight (D,
 * C, P, P), bias (D).
 */
final class PatchEmbedding extends TokenBlock {
    private final int bands;
    private final int patchSize;
    private final int width;
    private final Parameter weight;
    private final Parameter bias;

    PatchEmbedding(int bands, int patchSize, int width) {
        this.bands = bands;
        this.patchSize = patchSize;
        this.width = width;
        weight = weight("proj.weight", width, bands, patchSize, patchSize);
        bias = weight("proj.bias", width);
    }

    @Override
    public NDArray apply(ForwardPass pass, NDArray pixels) {
        long batch = pixels.getShape().get(0);
        long rows = pixels.getShape().get(2) / patchSize;
        long columns = pixels.getShape().get(3) / patchSize;
        long values = (long) bands * patchSize * patchSize;
        NDArray squares =
                pixels.reshape(batch, bands, rows, patchSize, columns, patchSize)
                        .transpose(0, 2, 4, 1, 3, 5) // (B, rows, columns, C, P, P)
                        .reshape(batch, rows * columns, values); // (B, N, C·P·P)
        return squares.getNDArrayInternal()
                .linear(
                        squares,
                        pass.weightView(weight, pixels, width, values),
                        pass.weight(bias, pixels))
                .singletonOrThrow();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape in = inputShapes[0];
        long tokens = in.get(2) / patchSize * (in.get(3) / patchSize);
        return new Shape[] {new Shape(in.get(0), tokens, width)};
    }
}
