package io.groundtrack.model.pretraining.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.network.Masks;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * B patches as a step takes them. Buffers are reused: a batch is good until the next one is made.
 *
 * @param ids of the patches
 * @param s1Pixels (B, C1, H, W) standardised
 * @param s2Pixels (B, C2, H, W) standardised
 * @param s1Noise (B, N)
 * @param s2Noise (B, N)
 */
public record Batch(
        List<String> ids,
        ModelConfig config,
        ByteBuffer s1Pixels,
        ByteBuffer s2Pixels,
        float[][] s1Noise,
        float[][] s2Noise) {

    public int size() {
        return ids.size();
    }

    public NDArray s1(NDManager manager) {
        return array(manager, s1Pixels);
    }

    public NDArray s2(NDManager manager) {
        return array(manager, s2Pixels);
    }

    public Masks masks() {
        return Masks.of(config, s1Noise, s2Noise);
    }

    private NDArray array(NDManager manager, ByteBuffer pixels) {
        long side = config.imageSize();
        long bands = pixels.remaining() / (Float.BYTES * size() * side * side);
        var shape = new Shape(size(), bands, side, side);
        return manager.create(pixels.duplicate().order(pixels.order()), shape, DataType.FLOAT32);
    }
}
