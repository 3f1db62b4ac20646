package io.groundtrack.model.checkpoint;

import java.util.Arrays;

/**
 * A named weight's content outside the engine.
 *
 * <p>Row-major float values with their shape; a scalar has the empty shape.
 *
 * @param shape sizes, outermost first
 * @param values as many as the product of {@code shape}; not copied
 */
public record Tensor(long[] shape, float[] values) {
    public Tensor {
        if (count(shape) != values.length) {
            throw new IllegalArgumentException(
                    "tensor of shape "
                            + Arrays.toString(shape)
                            + ": "
                            + values.length
                            + " values (expected: "
                            + count(shape)
                            + ")");
        }
    }

    public static Tensor of(float[] values, long... shape) {
        return new Tensor(shape, values);
    }

    private static long count(long[] shape) {
        long count = 1;
        for (long size : shape) {
            count = Math.multiplyExact(count, size);
        }
        return count;
    }
}
