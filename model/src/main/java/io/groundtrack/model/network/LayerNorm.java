package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/** Normalises each token over its width: (…, D) → (…, D). */
final class LayerNorm extends TokenBlock {
    /** The encoder's; the decoder of CSMAE uses 1e-5. */
    static final float ENCODER_EPS = 1e-6f;

    private final Shape width;
    private final float eps;
    private final Parameter weight;
    private final Parameter bias;

    LayerNorm(int width, float eps) {
        this.width = new Shape(width);
        this.eps = eps;
        weight = weight("weight", width);
        bias = weight("bias", width);
    }

    @Override
    public NDArray apply(ForwardPass pass, NDArray x) {
        return x.getNDArrayInternal()
                .layerNorm(x, width, pass.weight(weight, x), pass.weight(bias, x), eps)
                .singletonOrThrow();
    }
}
