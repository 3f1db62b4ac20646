package io.groundtrack.model.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes a safetensors file, names in the map's order, one tensor in memory at a time.
 *
 * <p>All tensors have one type. The header is padded so that data begins aligned; equal weights
 * give equal bytes.
 */
public final class SafetensorsWriter {
    private static final int CHUNK_BYTES = 1 << 20;

    private SafetensorsWriter() {}

    /**
     * @param shapes name → shape
     * @throws IllegalArgumentException where a number is too large for the type, or the source
     *     gives another count than the shape
     */
    public static void write(
            OutputStream out, Map<String, long[]> shapes, NumberType type, WeightSource source)
            throws IOException {
        byte[] header = header(shapes, type);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.write(chunk.putLong(header.length).array(), 0, 8);
        out.write(header);
        for (var entry : shapes.entrySet()) {
            String name = entry.getKey();
            float[] values = source.values(name, entry.getValue());
            check(name, entry.getValue(), type, values);
            int perChunk = CHUNK_BYTES / type.bytes();
            for (int from = 0; from < values.length; from += perChunk) {
                int n = Math.min(perChunk, values.length - from);
                type.write(values, from, n, chunk.clear());
                out.write(chunk.array(), 0, n * type.bytes());
            }
        }
    }

    private static void check(String name, long[] shape, NumberType type, float[] values) {
        if (values.length != count(shape)) {
            throw new IllegalArgumentException(
                    "tensor " + name + ": " + values.length + " values for " + count(shape));
        }
        for (int i = 0; i < values.length && type != NumberType.F32; i++) {
            if (type.overflows(values[i])) {
                throw new IllegalArgumentException(
                        "tensor "
                                + name
                                + ": value "
                                + i
                                + " is "
                                + values[i]
                                + ", too large for "
                                + type);
            }
        }
    }

    private static byte[] header(Map<String, long[]> shapes, NumberType type) {
        var header = new JsonObject();
        long at = 0;
        for (var entry : shapes.entrySet()) {
            var shape = new JsonArray();
            for (long size : entry.getValue()) {
                shape.add(size);
            }
            long end = at + type.bytes() * count(entry.getValue());
            var offsets = new JsonArray();
            offsets.add(at);
            offsets.add(end);
            var description = new JsonObject();
            description.addProperty("dtype", type.name());
            description.add("shape", shape);
            description.add("data_offsets", offsets);
            header.add(entry.getKey(), description);
            at = end;
        }
        String json = header.toString();
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        return (json + " ".repeat((8 - bytes % 8) % 8)).getBytes(StandardCharsets.UTF_8);
    }

    private static long count(long[] shape) {
        long count = 1;
        for (long size : shape) {
            count = Math.multiplyExact(count, size);
        }
        return count;
    }
}
