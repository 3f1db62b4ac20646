package io.groundtrack.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.groundtrack.model.checkpoint.Tensor;
import io.groundtrack.model.network.ForwardPass;
import io.groundtrack.model.sketch.Sketch;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.BiFunction;

/** One sensor's way in and out: its pixels, its path through the encoder, its sketch. */
final class SensorDoor {
    private final PixelInput input;
    private final BiFunction<ForwardPass, NDArray, NDArray> path;
    private final int sketchSize;
    private final NDArray mean;
    private final NDArray projection;
    private final NDArray scale;

    SensorDoor(
            PixelInput input,
            BiFunction<ForwardPass, NDArray, NDArray> path,
            Sketch sketch,
            NDManager manager) {
        this.input = input;
        this.path = path;
        sketchSize = sketch.size();
        mean = array(sketch.mean(), manager); // (N, D)
        projection = array(sketch.projection(), manager); // (K, D)
        scale = array(sketch.scale(), manager); // (K)
    }

    PixelInput input() {
        return input;
    }

    int sketchSize() {
        return sketchSize;
    }

    void check(List<float[]> patches) {
        for (int i = 0; i < patches.size(); i++) {
            if (patches.get(i).length != input.valuesPerPatch()) {
                throw new IllegalArgumentException(
                        "patch "
                                + i
                                + ": "
                                + patches.get(i).length
                                + " numbers (expected: "
                                + input.valuesPerPatch()
                                + ", bands × rows × columns)");
            }
        }
    }

    /** Standardised pixels (B, C, H, W) → tokens (B, 1 + N, D). */
    NDArray tokens(NDArray pixels) {
        return path.apply(ForwardPass.INFERENCE, pixels);
    }

    /** Tokens (B, N, D) → N·K bytes for each of the first {@code count} patches. */
    byte[][] sketch(NDArray tokens, int count) {
        NDArray centred = tokens.sub(mean);
        float[] scaled =
                centred.getNDArrayInternal()
                        .linear(centred, projection, null)
                        .singletonOrThrow() // (B, N, K)
                        .div(scale)
                        .toFloatArray();
        int perPatch = Math.toIntExact(tokens.getShape().get(1)) * sketchSize;
        var sketches = new byte[count][perPatch];
        for (int b = 0; b < count; b++) {
            for (int i = 0; i < perPatch; i++) {
                sketches[b][i] = Sketch.quantise(scaled[b * perPatch + i]);
            }
        }
        return sketches;
    }

    private static NDArray array(Tensor tensor, NDManager manager) {
        return manager.create(FloatBuffer.wrap(tensor.values()), new Shape(tensor.shape()));
    }
}
