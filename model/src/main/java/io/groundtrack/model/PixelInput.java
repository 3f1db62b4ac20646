package io.groundtrack.model;

import io.groundtrack.model.checkpoint.BandSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Brings patches of one sensor to what its patch embedding reads.
 *
 * <p>Patches of C·H·W numbers in physical units, bands in the model's order → one native buffer of
 * (B, C, H, W) standardised numbers; what is missing (not finite) becomes the band's mean, that is
 * 0, and so do the patches that the batch lacks.
 *
 * <p>State: buffers are kept for the next batch. Thread safe.
 */
final class PixelInput {
    private static final int ALIGNMENT = 64;

    private final BandSet bands;
    private final int imageSize;
    private final int batchSize;
    private final boolean transposed;
    private final Queue<ByteBuffer> spare = new ConcurrentLinkedQueue<>();

    PixelInput(BandSet bands, int imageSize, int batchSize, boolean transposed) {
        this.bands = bands;
        this.imageSize = imageSize;
        this.batchSize = batchSize;
        this.transposed = transposed;
    }

    int valuesPerPatch() {
        return bands.count() * imageSize * imageSize;
    }

    /** To be given back by {@link #release}. */
    ByteBuffer fill(List<float[]> patches) {
        ByteBuffer buffer = spare.poll();
        if (buffer == null) {
            int bytes = Math.multiplyExact(4 * batchSize, valuesPerPatch());
            buffer =
                    ByteBuffer.allocateDirect(bytes + ALIGNMENT)
                            .alignedSlice(ALIGNMENT)
                            .limit(bytes)
                            .slice()
                            .order(ByteOrder.nativeOrder());
        }
        FloatBuffer values = buffer.asFloatBuffer();
        var band = new float[imageSize * imageSize];
        for (float[] patch : patches) {
            for (int c = 0; c < bands.count(); c++) {
                standardise(patch, c, band);
                values.put(band);
            }
        }
        var nothing = new float[valuesPerPatch()];
        while (values.hasRemaining()) {
            values.put(nothing);
        }
        return buffer;
    }

    void release(ByteBuffer buffer) {
        spare.add(buffer);
    }

    private void standardise(float[] patch, int c, float[] into) {
        float mean = bands.means()[c];
        float deviation = bands.deviations()[c];
        int start = c * into.length;
        for (int i = 0; i < into.length; i++) {
            int from = transposed ? i % imageSize * imageSize + i / imageSize : i;
            float value = (patch[start + from] - mean) / deviation;
            // true for every finite number, false for NaN and the infinities
            into[i] = value - value == 0 ? value : 0;
        }
    }
}
