package io.groundtrack.model.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.CharArrayReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * An open safetensors file: eight bytes of header length, a JSON header, raw little-endian values.
 *
 * <p>In: a file, memory-mapped, or bytes already in memory. Out: tensors as float, row-major,
 * whatever of F32, F16, BF16 or F64 they are stored in; other types may be present but are not
 * read. Sizes are checked against the file before anything is allocated.
 *
 * <p>Errors: {@link IllegalArgumentException} naming the file, the tensor and the reason.
 */
public final class Safetensors implements TensorFile {
    /** The format allows 100 MB; ten thousand tensors need about one. */
    private static final int MAX_HEADER_BYTES = 16 << 20;

    private static final int CHUNK_BYTES = 1 << 20;

    private final MappedFile bytes;
    private final long dataStart;
    private final Map<String, SafetensorsHeader.Entry> entries;

    private Safetensors(MappedFile bytes) {
        this.bytes = bytes;
        long size = bytes.size();
        if (size < 8) {
            throw refused(size + " bytes are too few for a safetensors file");
        }
        long headerBytes = bytes.slice(0, 8).getLong();
        if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, size - 8)) {
            throw refused("header of " + headerBytes + " bytes in a file of " + size);
        }
        dataStart = 8 + headerBytes;
        CharBuffer json;
        try {
            json = StandardCharsets.UTF_8.newDecoder().decode(bytes.slice(8, (int) headerBytes));
        } catch (CharacterCodingException e) {
            throw refused("header is not UTF-8");
        }
        var reader = new CharArrayReader(json.array(), json.arrayOffset(), json.remaining());
        entries = SafetensorsHeader.parse(bytes.source(), reader, size - dataStart);
    }

    public static Safetensors open(Path file) {
        return new Safetensors(MappedFile.open(file));
    }

    /**
     * @param source what to call the bytes in error messages
     */
    public static Safetensors open(String source, byte[] content) {
        return new Safetensors(MappedFile.of(source, content));
    }

    @Override
    public String source() {
        return bytes.source();
    }

    @Override
    public Set<String> names() {
        return entries.keySet();
    }

    @Override
    public boolean has(String name) {
        return entries.containsKey(name);
    }

    @Override
    public long[] shape(String name) {
        return entry(name).shape().clone();
    }

    @Override
    public String type(String name) {
        return entry(name).type();
    }

    @Override
    public Tensor tensor(String name) {
        SafetensorsHeader.Entry entry = entry(name);
        NumberType type =
                NumberType.named(entry.type())
                        .orElseThrow(
                                () ->
                                        refused(
                                                "tensor "
                                                        + name
                                                        + ": dtype "
                                                        + entry.type()
                                                        + " (expected: F32, F16, BF16 or F64)"));
        if (entry.count() > Integer.MAX_VALUE - 8) {
            throw refused("tensor " + name + ": " + entry.count() + " values are too many");
        }
        var values = new float[(int) entry.count()];
        int perChunk = CHUNK_BYTES / type.bytes();
        try {
            for (int from = 0; from < values.length; from += perChunk) {
                int n = Math.min(perChunk, values.length - from);
                long at = dataStart + entry.begin() + (long) from * type.bytes();
                type.read(bytes.slice(at, n * type.bytes()), values, from, n);
            }
        } catch (InternalError e) {
            // what Java makes of a mapped page that is no longer there
            throw new IllegalStateException(
                    source() + ": tensor " + name + ": the file changed while it was read", e);
        }
        return new Tensor(entry.shape().clone(), values);
    }

    /** All tensors at once, for small files. */
    public Map<String, Tensor> tensors() {
        var all = new LinkedHashMap<String, Tensor>();
        entries.keySet().forEach(name -> all.put(name, tensor(name)));
        return all;
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.Entry entry = entries.get(name);
        if (entry == null) {
            throw refused("tensor " + name + ": missing");
        }
        return entry;
    }

    private IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException(bytes.source() + ": " + reason);
    }

    @Override
    public void close() {
        // the mapping goes when it is collected
    }

    /**
     * Writes F32, names in the map's order, one tensor in memory at a time.
     *
     * @param shapes name → shape
     */
    public static void write(OutputStream out, Map<String, long[]> shapes, WeightSource source)
            throws IOException {
        SafetensorsWriter.write(out, shapes, NumberType.F32, source);
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
