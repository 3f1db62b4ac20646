package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Numbers as operands of what a gradient is taken of.
 *
 * <p>{@code x.mul(2)} would lay the number into Java's memory and give that back at once, while the
 * engine's graph still points at it: the gradient is then made from whatever came to lie there. So
 * factors, divisors and bounds are made here, in memory that the graph holds.
 */
final class Numbers {
    private Numbers() {}

    static NDArray beside(NDArray x, double value) {
        return x.getManager().full(new Shape(), (float) value, DataType.FLOAT32);
    }
}
