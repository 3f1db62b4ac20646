package io.groundtrack.bench.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.groundtrack.bench.rounds.Contestant;

/**
 * What the machine can do: one product of two square matrices of {@link #SIZE}, in the engine that
 * our encoders run on.
 */
public final class MatrixProduct implements Contestant, AutoCloseable {
    public static final int SIZE = 2048;

    /** Multiply-adds of a call. */
    public static final double MACS = (double) SIZE * SIZE * SIZE;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final NDArray left;
    private final NDArray right;

    public MatrixProduct(String precision) {
        if (!precision.equals("fp32")) {
            throw new IllegalArgumentException("precision: " + precision + " (expected: fp32)");
        }
        left = random();
        right = random();
    }

    private NDArray random() {
        return manager.randomNormal(0f, 1f, new Shape(SIZE, SIZE), DataType.FLOAT32);
    }

    @Override
    public String name() {
        return "product";
    }

    @Override
    public double[] run(int calls) {
        var seconds = new double[calls];
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            try (NDArray product =
                    left.getNDArrayInternal().linear(left, right, null).singletonOrThrow()) {
                seconds[i] = (System.nanoTime() - start) / 1e9;
            }
        }
        return seconds;
    }

    @Override
    public void close() {
        manager.close();
    }
}
