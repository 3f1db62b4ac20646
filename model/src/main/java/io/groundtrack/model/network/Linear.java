package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/** Affine map of the last axis: (…, in) → (…, out). Weight (out, in), bias (out). */
final class Linear extends TokenBlock {
    private final int out;
    private final Parameter weight;
    private final Parameter bias;

    Linear(int in, int out) {
        this.out = out;
        weight = weight("weight", out, in);
        bias = weight("bias", out);
    }

    @Override
    public NDArray apply(ForwardPass pass, NDArray x) {
        return x.getNDArrayInternal()
                .linear(x, pass.weight(weight, x), pass.weight(bias, x))
                .singletonOrThrow();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape in = inputShapes[0];
        return new Shape[] {in.slice(0, in.dimension() - 1).add(out)};
    }
}
