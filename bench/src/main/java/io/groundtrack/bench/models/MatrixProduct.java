package io.groundtrack.bench.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.groundtrack.bench.rounds.Contestant;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.model.TorchEngine;
import io.groundtrack.model.script.Precision;
import io.groundtrack.model.script.ScriptArchive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What the machine can do: one product of two square matrices of {@link #SIZE}, in the engine that
 * our encoders run on, in the precision they run in.
 */
public final class MatrixProduct implements Contestant, AutoCloseable {
    public static final int SIZE = 2048;

    /** Multiply-adds of a call. */
    public static final double MACS = (double) SIZE * SIZE * SIZE;

    private static final String BFLOAT16 =
            """
              def bfloat16(self: __torch__.Encoder, x: Tensor) -> Tensor:
                return torch.to(x, 15)
            """;

    private static final String PRODUCT =
            """
              def product(self: __torch__.Encoder, x: Tensor, y: Tensor) -> Tensor:
                return torch.linear(x, y)
            """;

    private final PtNDManager manager;
    private final PtSymbolBlock script;
    private final NDArray left;
    private final NDArray right;

    public MatrixProduct(int threads, Precision precision) {
        manager = (PtNDManager) TorchEngine.newManager(new ModelOptions(1, threads, "cpu"));
        try {
            byte[] archive = ScriptArchive.of(BFLOAT16 + PRODUCT);
            script = JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        left = random(precision);
        right = random(precision);
    }

    private NDArray random(Precision precision) {
        NDArray exact = manager.randomNormal(0f, 1f, new Shape(SIZE, SIZE), DataType.FLOAT32);
        return precision == Precision.FP32 ? exact : run("bfloat16", manager, exact);
    }

    @Override
    public String name() {
        return "product";
    }

    @Override
    public double[] run(int calls) {
        JniUtils.setGraphExecutorOptimize(false);
        var seconds = new double[calls];
        for (int i = 0; i < calls; i++) {
            try (NDManager call = manager.newSubManager()) {
                long start = System.nanoTime();
                run("product", call, left, right);
                seconds[i] = (System.nanoTime() - start) / 1e9;
            }
        }
        return seconds;
    }

    private NDArray run(String method, NDManager owner, NDArray... arrays) {
        var inputs = new IValue[arrays.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = IValue.from((PtNDArray) arrays[i]);
        }
        try (IValue result = IValueUtils.runMethod(script, method, inputs)) {
            return result.toTensor((PtNDManager) owner);
        } finally {
            for (IValue input : inputs) {
                input.close();
            }
        }
    }

    @Override
    public void close() {
        script.close();
        manager.close();
    }
}
