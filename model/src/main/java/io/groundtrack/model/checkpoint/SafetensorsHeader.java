package io.groundtrack.model.checkpoint;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The table of contents of a safetensors file, believed only after it was checked.
 *
 * <p>In: the JSON text and the number of data bytes that follow it. Out: name → entry, in order of
 * names. Refused: unknown types, negative sizes, products that overflow, byte ranges that do not
 * fit the shape, leave the file, overlap or leave gaps, repeated names, lists without end.
 *
 * <p>Source: the format description of the safetensors project, version 0.4.
 */
public final class SafetensorsHeader {
    private static final Map<String, Integer> BYTES_PER_VALUE =
            Map.ofEntries(
                    Map.entry("F64", 8),
                    Map.entry("I64", 8),
                    Map.entry("U64", 8),
                    Map.entry("F32", 4),
                    Map.entry("I32", 4),
                    Map.entry("U32", 4),
                    Map.entry("F16", 2),
                    Map.entry("BF16", 2),
                    Map.entry("I16", 2),
                    Map.entry("U16", 2),
                    Map.entry("F8_E5M2", 1),
                    Map.entry("F8_E4M3", 1),
                    Map.entry("I8", 1),
                    Map.entry("U8", 1),
                    Map.entry("BOOL", 1));

    private static final int MAX_TENSORS = 100_000;
    private static final int MAX_DIMENSIONS = 64;

    /** One tensor: byte range within the data part, and the number of values. */
    public record Entry(String type, long[] shape, long count, long begin, long end) {}

    private final String source;
    private final long dataBytes;
    private final Map<String, Entry> entries = new TreeMap<>();

    private SafetensorsHeader(String source, long dataBytes) {
        this.source = source;
        this.dataBytes = dataBytes;
    }

    public static Map<String, Entry> parse(String source, Reader json, long dataBytes) {
        var header = new SafetensorsHeader(source, dataBytes);
        try (var reader = new JsonReader(json)) {
            reader.setStrictness(Strictness.STRICT);
            header.readAll(reader);
        } catch (MalformedJsonException
                | EOFException
                | IllegalStateException
                | NumberFormatException
                | JsonParseException e) {
            throw new IllegalArgumentException(
                    source + ": header is not the JSON of a safetensors file: " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        header.checkRanges();
        return header.entries;
    }

    private void readAll(JsonReader reader) throws IOException {
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (name.equals("__metadata__")) {
                reader.skipValue();
            } else if (entries.containsKey(name)) {
                throw refused(name, "named twice");
            } else if (entries.size() == MAX_TENSORS) {
                throw refused(name, "one too many (expected: at most " + MAX_TENSORS + ")");
            } else {
                entries.put(name, readEntry(name, reader));
            }
        }
        reader.endObject();
        // the header may be padded with spaces; anything else after it is malformed
        if (reader.peek() != JsonToken.END_DOCUMENT) {
            throw new MalformedJsonException("text after the header object");
        }
    }

    private Entry readEntry(String name, JsonReader reader) throws IOException {
        String type = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            switch (key) {
                case "dtype" -> type = reader.nextString();
                case "shape" -> shape = readLongs(name, reader);
                case "data_offsets" -> offsets = readLongs(name, reader);
                default -> throw refused(name, "unknown field '" + key + "'");
            }
        }
        reader.endObject();
        if (type == null || shape == null || offsets == null || offsets.size() != 2) {
            throw refused(name, "needs dtype, shape and data_offsets [begin, end]");
        }
        Integer width = BYTES_PER_VALUE.get(type);
        if (width == null) {
            throw refused(name, "dtype '" + type + "' (expected: one of F32, F16, BF16, F64, …)");
        }
        long count = count(name, shape);
        long begin = offsets.get(0);
        long end = offsets.get(1);
        if (begin < 0 || end < begin || end > dataBytes) {
            throw refused(
                    name, "bytes " + begin + " to " + end + " (the file holds " + dataBytes + ")");
        }
        if (count > Long.MAX_VALUE / width || count * width != end - begin) {
            throw refused(
                    name,
                    type + " of shape " + shape + " does not fill " + (end - begin) + " bytes");
        }
        return new Entry(
                type, shape.stream().mapToLong(Long::longValue).toArray(), count, begin, end);
    }

    private List<Long> readLongs(String name, JsonReader reader) throws IOException {
        var values = new ArrayList<Long>();
        reader.beginArray();
        while (reader.hasNext()) {
            if (values.size() == MAX_DIMENSIONS) {
                throw refused(name, "more than " + MAX_DIMENSIONS + " numbers in a list");
            }
            values.add(reader.nextLong());
        }
        reader.endArray();
        return values;
    }

    private long count(String name, List<Long> shape) {
        long count = 1;
        for (long size : shape) {
            if (size < 0 || (size > 0 && count > Long.MAX_VALUE / size)) {
                throw refused(name, "shape " + shape);
            }
            count *= size;
        }
        return count;
    }

    private void checkRanges() {
        var names = new ArrayList<>(entries.keySet());
        names.sort(
                Comparator.comparingLong((String name) -> entries.get(name).begin())
                        .thenComparingLong(name -> entries.get(name).end()));
        long at = 0;
        for (String name : names) {
            Entry entry = entries.get(name);
            if (entry.begin() != at) {
                throw refused(
                        name,
                        "begins at byte "
                                + entry.begin()
                                + " (expected: "
                                + at
                                + (entry.begin() < at ? ", it overlaps another)" : ", a gap)"));
            }
            at = entry.end();
        }
        if (at != dataBytes) {
            throw new IllegalArgumentException(
                    source + ": " + dataBytes + " data bytes (the header accounts for " + at + ")");
        }
    }

    private IllegalArgumentException refused(String name, String reason) {
        return new IllegalArgumentException(source + ": tensor " + name + ": " + reason);
    }
}
