package io.groundtrack.bench.models;

import ai.djl.ndarray.NDArray;
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
import java.util.List;

/**
 * What the machine can do: one product of two square matrices of {@link #SIZE}, in the engine that
 * our encoders run on, in the precision they run in; by PyTorch's own operator, and by oneDNN's
 * with one side packed beforehand, as weights can be.
 */
public final class MatrixProducts implements AutoCloseable {
    public static final int SIZE = 2048;

    /** Multiply-adds of a call. */
    public static final double MACS = (double) SIZE * SIZE * SIZE;

    private static final String SCRIPT =
            """
              def bfloat16(self: __torch__.Encoder, x: Tensor) -> Tensor:
                return torch.to(x, 15)
              def pack(self: __torch__.Encoder, y: Tensor) -> NoneType:
                _0 = torch.append(self.w, ops.mkldnn._reorder_linear_weight(y, %d))
                return None
              def plain(self: __torch__.Encoder, x: Tensor, y: Tensor) -> Tensor:
                return torch.linear(x, y)
              def packed(self: __torch__.Encoder, x: Tensor) -> Tensor:
                none = annotate(List[Optional[number]], [])
                w = self.w
                return ops.mkldnn._linear_pointwise(x, w[0], None, "none", none, "none")
            """
                    .formatted(SIZE);

    private final PtNDManager manager;
    private final PtSymbolBlock script;
    private final NDArray left;
    private final NDArray right;

    public MatrixProducts(int threads, Precision precision) {
        manager = (PtNDManager) TorchEngine.newManager(new ModelOptions(1, threads, "cpu"));
        JniUtils.setGraphExecutorOptimize(false);
        try {
            byte[] archive = ScriptArchive.of(SCRIPT);
            script = JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        left = random(precision);
        right = random(precision);
        call("pack", right).close();
    }

    private NDArray random(Precision precision) {
        NDArray exact = manager.randomNormal(0f, 1f, new Shape(SIZE, SIZE), DataType.FLOAT32);
        if (precision == Precision.FP32) {
            return exact;
        }
        try (IValue low = call("bfloat16", exact)) {
            return low.toTensor(manager);
        }
    }

    public List<Contestant> both() {
        return List.of(
                new Product("product", "plain", left, right),
                new Product("product, packed", "packed", left));
    }

    private final class Product implements Contestant {
        private final String name;
        private final String method;
        private final NDArray[] inputs;

        Product(String name, String method, NDArray... inputs) {
            this.name = name;
            this.method = method;
            this.inputs = inputs;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public double[] run(int calls) {
            JniUtils.setGraphExecutorOptimize(false);
            var seconds = new double[calls];
            for (int i = 0; i < calls; i++) {
                long start = System.nanoTime();
                call(method, inputs).close();
                seconds[i] = (System.nanoTime() - start) / 1e9;
            }
            return seconds;
        }
    }

    private IValue call(String method, NDArray... arrays) {
        var inputs = new IValue[arrays.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = IValue.from((PtNDArray) arrays[i]);
        }
        try {
            return IValueUtils.runMethod(script, method, inputs);
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
