package io.groundtrack.model.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * An open safetensors file: eight bytes of header length, a JSON header, raw little-endian values.
 *
 * <p>In: a file, or bytes already in memory. Out: tensors as float, row-major, whatever of F32,
 * F16, BF16 or F64 they are stored in; other types may be present but are not read.
 *
 * <p>State: the file stays open until {@link #close}; tensors are read one by one, so a model of
 * several gigabytes needs the room of one tensor only. Sizes are checked against the file before
 * anything is allocated.
 *
 * <p>Errors: {@link IllegalArgumentException} naming the file, the tensor and the reason.
 */
public final class Safetensors implements AutoCloseable {
    private static final int MAX_HEADER_BYTES = 100_000_000;
    private static final int CHUNK_BYTES = 1 << 20;

    @FunctionalInterface
    private interface Bytes {
        void readFully(long position, ByteBuffer into) throws IOException;
    }

    private final String source;
    private final Bytes bytes;
    private final AutoCloseable resource;
    private final long dataStart;
    private final Map<String, SafetensorsHeader.Entry> entries;

    private Safetensors(String source, long size, Bytes bytes, AutoCloseable resource)
            throws IOException {
        this.source = source;
        this.bytes = bytes;
        this.resource = resource;
        if (size < 8) {
            throw refused(size + " bytes are too few for a safetensors file");
        }
        long headerBytes = read(0, 8).getLong();
        if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, size - 8)) {
            throw refused("header of " + headerBytes + " bytes in a file of " + size);
        }
        dataStart = 8 + headerBytes;
        String json;
        try {
            json =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(read(8, (int) headerBytes))
                            .toString();
        } catch (CharacterCodingException e) {
            throw refused("header is not UTF-8");
        }
        entries = SafetensorsHeader.parse(source, json, size - dataStart);
    }

    public static Safetensors open(Path file) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file);
            FileChannel opened = channel;
            return new Safetensors(
                    file.toString(),
                    channel.size(),
                    (position, into) -> {
                        while (into.hasRemaining()) {
                            int n = opened.read(into, position);
                            if (n < 0) {
                                throw new EOFException(file + ": ended while it was read");
                            }
                            position += n;
                        }
                    },
                    channel);
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new UncheckedIOException(file + ": " + e, e);
        } catch (RuntimeException e) {
            closeQuietly(channel, e);
            throw e;
        }
    }

    /**
     * @param source what to call the bytes in error messages
     */
    public static Safetensors open(String source, byte[] content) {
        try {
            return new Safetensors(
                    source,
                    content.length,
                    (position, into) -> into.put(content, (int) position, into.remaining()),
                    () -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Set<String> names() {
        return entries.keySet();
    }

    public boolean has(String name) {
        return entries.containsKey(name);
    }

    public long[] shape(String name) {
        return entry(name).shape().clone();
    }

    public Tensor tensor(String name) {
        SafetensorsHeader.Entry entry = entry(name);
        if (entry.count() > Integer.MAX_VALUE - 8) {
            throw refused("tensor " + name + ": " + entry.count() + " values are too many");
        }
        var values = new float[(int) entry.count()];
        int width = entry.count() == 0 ? 1 : (int) ((entry.end() - entry.begin()) / entry.count());
        try {
            int perChunk = CHUNK_BYTES / width;
            for (int from = 0; from < values.length; from += perChunk) {
                int n = Math.min(perChunk, values.length - from);
                ByteBuffer chunk = read(dataStart + entry.begin() + (long) from * width, n * width);
                decode(name, entry.type(), chunk, values, from, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(source + ": tensor " + name + ": " + e, e);
        }
        return new Tensor(entry.shape().clone(), values);
    }

    /** All tensors at once, for small files. */
    public Map<String, Tensor> tensors() {
        var all = new LinkedHashMap<String, Tensor>();
        entries.keySet().forEach(name -> all.put(name, tensor(name)));
        return all;
    }

    private void decode(
            String name, String type, ByteBuffer chunk, float[] into, int from, int count) {
        switch (type) {
            case "F32" -> chunk.asFloatBuffer().get(into, from, count);
            case "F64" -> {
                for (int i = 0; i < count; i++) {
                    into[from + i] = (float) chunk.getDouble();
                }
            }
            case "BF16" -> {
                for (int i = 0; i < count; i++) {
                    into[from + i] = Float.intBitsToFloat(chunk.getShort() << 16);
                }
            }
            case "F16" -> {
                for (int i = 0; i < count; i++) {
                    into[from + i] = halfToFloat(chunk.getShort());
                }
            }
            default ->
                    throw refused(
                            "tensor "
                                    + name
                                    + ": dtype "
                                    + type
                                    + " (expected: F32, F16, BF16 or F64)");
        }
    }

    /** IEEE 754 binary16 to binary32; exact. */
    static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 31 ? 0xff : exponent + 112;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }

    private ByteBuffer read(long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        bytes.readFully(position, buffer);
        return buffer.flip();
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.Entry entry = entries.get(name);
        if (entry == null) {
            throw refused("tensor " + name + ": missing");
        }
        return entry;
    }

    private IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException(source + ": " + reason);
    }

    private static void closeQuietly(AutoCloseable resource, Exception because) {
        if (resource != null) {
            try {
                resource.close();
            } catch (Exception e) {
                because.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IllegalStateException(source + ": cannot be closed", e);
        }
    }

    /**
     * Writes F32, names in the map's order, one tensor in memory at a time; the header is padded so
     * that data begins aligned.
     *
     * @param shapes name → shape
     */
    public static void write(OutputStream out, Map<String, long[]> shapes, WeightSource source)
            throws IOException {
        byte[] header = SafetensorsText.header(shapes);
        out.write(
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .array());
        out.write(header);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (var entry : shapes.entrySet()) {
            float[] values = source.values(entry.getKey(), entry.getValue());
            for (int from = 0; from < values.length; from += CHUNK_BYTES / 4) {
                int n = Math.min(CHUNK_BYTES / 4, values.length - from);
                chunk.asFloatBuffer().put(values, from, n);
                out.write(chunk.array(), 0, 4 * n);
            }
        }
    }

    public static byte[] bytes(Map<String, Tensor> tensors) {
        var shapes = new LinkedHashMap<String, long[]>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        var out = new ByteArrayOutputStream();
        try {
            write(out, shapes, (name, shape) -> tensors.get(name).values());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
