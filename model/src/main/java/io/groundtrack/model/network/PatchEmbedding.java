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
        return embed(pass, squares(pixels));
    }

    /** Only the tokens that the mask keeps, in its order: (B, C, H, W) → (B, K, D). */
    NDArray apply(ForwardPass pass, NDArray pixels, SensorMask mask) {
        NDArray squares = squares(pixels); // (B, N, C·P·P)
        long values = squares.getShape().get(2);
        NDArray table = squares.reshape(squares.getShape().size() / values, values);
        return embed(pass, Rows.of(table, mask.keptRows(pixels.getManager())));
    }

    /** (B, C, H, W) → (B, N, C·P·P). */
    private NDArray squares(NDArray pixels) {
        long batch = pixels.getShape().get(0);
        long rows = pixels.getShape().get(2) / patchSize;
        long columns = pixels.getShape().get(3) / patchSize;
        return pixels.reshape(batch, bands, rows, patchSize, columns, patchSize)
                .transpose(0, 2, 4, 1, 3, 5) // (B, rows, columns, C, P, P)
                .reshape(batch, rows * columns, (long) bands * patchSize * patchSize);
    }

    private NDArray embed(ForwardPass pass, NDArray squares) {
        long values = squares.getShape().get(2);
        return squares.getNDArrayInternal()
                .linear(
                        squares,
                        pass.weightView(weight, squares, width, values),
                        pass.weight(bias, squares))
                .singletonOrThrow();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape in = inputShapes[0];
        long tokens = in.get(2) / patchSize * (in.get(3) / patchSize);
        return new Shape[] {new Shape(in.get(0), tokens, width)};
    }
}
