package io.groundtrack.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.groundtrack.model.checkpoint.BandSet;
import io.groundtrack.model.checkpoint.ModelConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Brings patches of one sensor to what its patch embedding reads.
 *
 * <p>Patches of C·H·W numbers in physical units, bands in the model's order → standardised numbers
 * in native memory, cut into the squares that become tokens: (B, N, C·P·P), squares row by row.
 * What is missing (not finite) becomes the band's mean, that is 0, and so do the patches that the
 * batch lacks.
 *
 * <p>State: buffers are kept for the next batch of the same size. Thread safe.
 */
final class PixelInput {
    private static final int ALIGNMENT = 64;

    private final BandSet bands;
    private final int imageSize;
    private final int patchSize;
    private final boolean transposed;
    private final Map<Integer, Queue<ByteBuffer>> spare = new ConcurrentHashMap<>();

    PixelInput(BandSet bands, ModelConfig config, boolean transposed) {
        this.bands = bands;
        this.imageSize = config.imageSize();
        this.patchSize = config.patchSize();
        this.transposed = transposed;
    }

    /** Standardised pixels in a buffer that is to be closed when nothing reads them any more. */
    record Filled(ByteBuffer bytes, Shape shape, Queue<ByteBuffer> home) implements AutoCloseable {
        /** The same memory, not a copy, where the device is a processor. */
        NDArray array(NDManager manager) {
            return manager.create(bytes, shape, DataType.FLOAT32);
        }

        @Override
        public void close() {
            home.add(bytes);
        }
    }

    int valuesPerPatch() {
        return bands.count() * imageSize * imageSize;
    }

    void check(List<float[]> patches) {
        for (int i = 0; i < patches.size(); i++) {
            if (patches.get(i).length != valuesPerPatch()) {
                throw new IllegalArgumentException(
                        "patch "
                                + i
                                + ": "
                                + patches.get(i).length
                                + " numbers (expected: "
                                + valuesPerPatch()
                                + ", bands × rows × columns)");
            }
        }
    }

    /**
     * @param batch at least as many as there are patches
     */
    Filled fill(List<float[]> patches, int batch) {
        Queue<ByteBuffer> home =
                spare.computeIfAbsent(batch, size -> new ConcurrentLinkedQueue<>());
        ByteBuffer buffer = home.poll();
        if (buffer == null) {
            buffer = allocate(Math.multiplyExact(4 * batch, valuesPerPatch()));
        }
        FloatBuffer values = buffer.asFloatBuffer();
        var squares = new float[valuesPerPatch()];
        for (float[] patch : patches) {
            for (int c = 0; c < bands.count(); c++) {
                standardise(patch, c, squares);
            }
            values.put(squares);
        }
        Arrays.fill(squares, 0);
        while (values.hasRemaining()) {
            values.put(squares);
        }
        int tokens = imageSize / patchSize * (imageSize / patchSize);
        return new Filled(buffer, new Shape(batch, tokens, valuesPerPatch() / tokens), home);
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes + ALIGNMENT)
                .alignedSlice(ALIGNMENT)
                .limit(bytes)
                .slice()
                .order(ByteOrder.nativeOrder());
    }

    /** One band; in whole here, because the pass over strided pixels is dear in the script. */
    private void standardise(float[] patch, int c, float[] squares) {
        float mean = bands.means()[c];
        float deviation = bands.deviations()[c];
        int start = c * imageSize * imageSize;
        int across = imageSize / patchSize;
        int square = patchSize * patchSize;
        for (int y = 0; y < imageSize; y++) {
            for (int g = 0; g < across; g++) {
                int token = y / patchSize * across + g;
                int to = (token * bands.count() + c) * square + y % patchSize * patchSize;
                for (int i = 0; i < patchSize; i++) {
                    int x = g * patchSize + i;
                    int from = start + (transposed ? x * imageSize + y : y * imageSize + x);
                    float value = (patch[from] - mean) / deviation;
                    // true for every finite number, false for NaN and the infinities
                    squares[to + i] = value - value == 0 ? value : 0;
                }
            }
        }
    }
}
