package io.groundtrack.model.patches;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A shard being filled: tensors {@code s1}, {@code s2}, {@code id}, {@code place}, and {@code
 * labels} and {@code pixel_classes} where one of its patches has them.
 */
final class ShardBuffer {

    private static final int ALIGNMENT = 8;

    private final PatchLayout layout;
    private final List<byte[]> s1 = new ArrayList<>();
    private final List<byte[]> s2 = new ArrayList<>();
    private final List<byte[]> labels = new ArrayList<>();
    private final List<byte[]> pixelClasses = new ArrayList<>();
    private final List<byte[]> ids = new ArrayList<>();
    private final List<byte[]> places = new ArrayList<>();
    private final List<String> attributes = new ArrayList<>();

    private record Tensor(String name, String dtype, long[] shape, List<byte[]> rows) {
        long bytes() {
            return rows.stream().mapToLong(row -> row.length).sum();
        }
    }

    ShardBuffer(PatchLayout layout) {
        this.layout = layout;
    }

    int size() {
        return ids.size();
    }

    /** Returns how many values were clipped. */
    int add(PatchExample example, PatchAttributes known) {
        int clipped = encode(example.s1(), layout.s1().encoding(), s1);
        clipped += encode(example.s2(), layout.s2().encoding(), s2);
        labels.add(example.labels().map(ShardBuffer::hot).orElse(null));
        pixelClasses.add(example.pixelClasses().map(byte[]::clone).orElse(null));
        ids.add(known.id().getBytes(StandardCharsets.UTF_8));
        places.add(known.place().getBytes(StandardCharsets.UTF_8));
        attributes.add(known.toJson());
        return clipped;
    }

    private static int encode(float[] values, PixelEncoding encoding, List<byte[]> into) {
        var bytes = new byte[values.length * encoding.width()];
        into.add(bytes);
        return encoding.encode(values, ByteBuffer.wrap(bytes));
    }

    private static byte[] hot(float[] labels) {
        var bytes = new byte[labels.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (labels[i] > 0.5f ? 1 : 0);
        }
        return bytes;
    }

    ShardEntry write(Path folder, String name) throws IOException {
        var tensors = new ArrayList<Tensor>();
        tensors.add(pixels("s1", layout.s1(), s1));
        tensors.add(pixels("s2", layout.s2(), s2));
        long n = size();
        int side = layout.imageSize();
        if (labels.stream().anyMatch(row -> row != null)) {
            int classes = layout.classes().size();
            fill(labels, classes);
            tensors.add(new Tensor("labels", "U8", new long[] {n, classes}, labels));
        }
        if (pixelClasses.stream().anyMatch(row -> row != null)) {
            fill(pixelClasses, layout.pixels());
            var shape = new long[] {n, side, side};
            tensors.add(new Tensor("pixel_classes", "U8", shape, pixelClasses));
        }
        tensors.add(names("id", ids));
        tensors.add(names("place", places));
        var header = header(tensors);
        var shard = name + ".safetensors";
        var written = WholeFile.write(folder.resolve(shard), out -> write(out, header, tensors));
        var lines = name + ".jsonl";
        var told =
                WholeFile.write(
                        folder.resolve(lines),
                        out -> {
                            for (var line : attributes) {
                                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                            }
                        });
        return new ShardEntry(
                shard,
                size(),
                written.bytes(),
                written.sha256(),
                lines,
                told.bytes(),
                told.sha256());
    }

    private Tensor pixels(String name, SensorLayout sensor, List<byte[]> rows) {
        int side = layout.imageSize();
        var shape = new long[] {size(), sensor.bands().size(), side, side};
        return new Tensor(name, sensor.encoding().dtype(), shape, rows);
    }

    /** What nobody knows is 255 throughout. */
    private static void fill(List<byte[]> rows, int width) {
        var unknown = new byte[width];
        Arrays.fill(unknown, PatchLayout.IGNORED);
        rows.replaceAll(row -> row == null ? unknown : row);
    }

    /** Texts of one width, with zeros behind the shorter ones. */
    private static Tensor names(String name, List<byte[]> texts) {
        int width = texts.stream().mapToInt(text -> text.length).max().orElseThrow();
        var rows = texts.stream().map(text -> Arrays.copyOf(text, width)).toList();
        return new Tensor(name, "U8", new long[] {rows.size(), width}, rows);
    }

    private static byte[] header(List<Tensor> tensors) {
        var header = new JsonObject();
        var metadata = new JsonObject();
        metadata.addProperty("format", PatchManifest.FORMAT);
        header.add("__metadata__", metadata);
        long at = 0;
        for (var tensor : tensors) {
            var entry = new JsonObject();
            entry.addProperty("dtype", tensor.dtype());
            var shape = new JsonArray();
            Arrays.stream(tensor.shape()).forEach(shape::add);
            entry.add("shape", shape);
            var offsets = new JsonArray();
            offsets.add(at);
            at += tensor.bytes();
            offsets.add(at);
            entry.add("data_offsets", offsets);
            header.add(tensor.name(), entry);
        }
        var json = header.toString();
        int missing = Math.floorMod(-json.length(), ALIGNMENT);
        return (json + " ".repeat(missing)).getBytes(StandardCharsets.UTF_8);
    }

    private static void write(OutputStream out, byte[] header, List<Tensor> tensors)
            throws IOException {
        var length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.write(length.putLong(header.length).array());
        out.write(header);
        for (var tensor : tensors) {
            for (var row : tensor.rows()) {
                out.write(row);
            }
        }
    }
}
