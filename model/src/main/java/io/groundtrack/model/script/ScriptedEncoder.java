package io.groundtrack.model.script;

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
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.WeightSource;
import io.groundtrack.model.sketch.Sketches;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An encoder's script with its weights, loaded once for the process.
 *
 * <p>Standardised pixels, cut into the squares that become tokens, (B, N, C·P·P), rows of squares
 * first, then bands, then rows of pixels → {@link Output}. Results belong to the input's manager.
 *
 * <p>State: the weights, in native memory, one copy, in the precision they are used in. Not to be
 * closed while it runs. Thread safe otherwise.
 */
public final class ScriptedEncoder implements AutoCloseable {
    /**
     * What one forward gives of one sensor.
     *
     * @param features (B, D)
     * @param tokens (B, N, D), after the last norm, without the class token
     * @param sketches (B, N, K), INT8
     */
    public record Output(NDArray features, NDArray tokens, NDArray sketches) {}

    private final PtSymbolBlock module;
    private final int chunk;

    private ScriptedEncoder(PtSymbolBlock module, int chunk) {
        this.module = module;
        this.chunk = chunk;
    }

    public static ScriptedEncoder load(
            NDManager manager,
            ModelConfig config,
            int s1Bands,
            int s2Bands,
            Sketches sketches,
            WeightSource weights,
            Precision precision,
            int batch) {
        return load(
                manager,
                config,
                s1Bands,
                s2Bands,
                sketches,
                weights,
                precision,
                batch,
                manager.getDevice().isGpu() ? Kernels.PLAIN : Kernels.PACKED,
                chunk(config));
    }

    static ScriptedEncoder load(
            NDManager manager,
            ModelConfig config,
            int s1Bands,
            int s2Bands,
            Sketches sketches,
            WeightSource weights,
            Precision precision,
            int batch,
            Kernels kernels,
            int largestChunk) {
        int chunk = Math.min(batch, largestChunk);
        var script =
                new EncoderScript(config, s1Bands, s2Bands, sketches, kernels, precision, chunk);
        PtSymbolBlock module;
        JniUtils.setGraphExecutorOptimize(false);
        try {
            module =
                    JniUtils.loadModule(
                            (PtNDManager) manager,
                            new ByteArrayInputStream(ScriptArchive.of(script.text())),
                            false,
                            false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var encoder = new ScriptedEncoder(module, chunk);
        try {
            encoder.fill(script.plan(), weights, manager);
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
        return encoder;
    }

    /** Patches that are in the cache together. */
    private static int chunk(ModelConfig config) {
        return Math.max(1, Math.min(64, 8 * 768 / config.width()));
    }

    /** The smallest batch of whole chunks that holds {@code count} patches. */
    public int batch(int count) {
        return count <= chunk ? count : (count + chunk - 1) / chunk * chunk;
    }

    private void fill(WeightPlan plan, WeightSource weights, NDManager manager) {
        call("reserve", IValue.from((long) plan.size())).close();
        int largest = 0;
        for (WeightPlan.Step step : plan.steps()) {
            for (WeightPlan.Place place : step.places()) {
                largest = Math.max(largest, place.size());
            }
        }
        // DJL would make a buffer for each weight and leave it to the collector
        ByteBuffer staging =
                ByteBuffer.allocateDirect(Math.multiplyExact(4, largest))
                        .order(ByteOrder.nativeOrder());
        for (WeightPlan.Step step : plan.steps()) {
            float[] values = step.values().apply(weights);
            for (WeightPlan.Place place : step.places()) {
                int size = place.size();
                staging.asFloatBuffer().put(values, place.part() * size, size);
                ByteBuffer bytes = staging.slice(0, 4 * size).order(ByteOrder.nativeOrder());
                try (NDManager one = manager.newSubManager()) {
                    NDArray x = one.create(bytes, new Shape(place.shape()), DataType.FLOAT32);
                    call(
                                    "put",
                                    IValue.from((long) place.at()),
                                    IValue.from((PtNDArray) x),
                                    IValue.from((long) place.form().ordinal()))
                            .close();
                }
            }
        }
    }

    public Output s1(NDArray squares) {
        return outputs("s1", squares)[0];
    }

    public Output s2(NDArray squares) {
        return outputs("s2", squares)[0];
    }

    /** Both at once: Sentinel-1 first. Equal to the single calls but for rounding. */
    public Output[] pair(NDArray s1, NDArray s2) {
        return outputs("pair", s1, s2);
    }

    private Output[] outputs(String method, NDArray... squares) {
        IValue[] inputs =
                Arrays.stream(squares)
                        .map(array -> IValue.from((PtNDArray) array))
                        .toArray(IValue[]::new);
        var manager = (PtNDManager) squares[0].getManager();
        try (IValue result = call(method, inputs)) {
            IValue[] parts = result.toIValueTuple();
            var outputs = new Output[parts.length / 3];
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] =
                        new Output(
                                take(parts[3 * i], manager),
                                take(parts[3 * i + 1], manager),
                                take(parts[3 * i + 2], manager));
            }
            return outputs;
        }
    }

    private static NDArray take(IValue value, PtNDManager manager) {
        try (value) {
            return value.toTensor(manager);
        }
    }

    private IValue call(String method, IValue... inputs) {
        // set for each thread: what it would record of the first runs costs more than it gains
        JniUtils.setGraphExecutorOptimize(false);
        try {
            return IValueUtils.runMethod(module, method, inputs);
        } finally {
            for (IValue input : inputs) {
                input.close();
            }
        }
    }

    @Override
    public void close() {
        module.close();
    }
}
