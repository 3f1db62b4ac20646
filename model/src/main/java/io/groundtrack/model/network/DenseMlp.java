package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;

/** Two layers with the exact (erf) GELU between: (B, T, D) → (B, T, D). */
final class DenseMlp extends TokenBlock {
    private final Linear fc1;
    private final Linear fc2;

    DenseMlp(int width, int hidden) {
        fc1 = addChildBlock("fc1", new Linear(width, hidden));
        fc2 = addChildBlock("fc2", new Linear(hidden, width));
    }

    @Override
    public NDArray apply(ForwardPass pass, NDArray x) {
        return fc2.apply(pass, fc1.apply(pass, x).getNDArrayInternal().gelu());
    }
}
