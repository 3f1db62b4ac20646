package io.groundtrack.model.patches;

import io.groundtrack.model.checkpoint.SafetensorsHeader;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Where the tensors of a shard lie.
 *
 * @param file the shard, for messages
 * @param dataStart byte of the file at which the data begin
 * @param entries tensors by name, their ranges checked against the file
 */
record ShardHeader(Path file, long dataStart, Map<String, SafetensorsHeader.Entry> entries) {

    private static final int LARGEST_HEADER = 1 << 20;

    /** Reads the header of a file that must have this many bytes. */
    static ShardHeader read(Path file, long bytes) {
        try (var channel = FileChannel.open(file)) {
            requireSize(file, channel.size(), bytes);
            long rest = bytes - Long.BYTES;
            long length = rest < 0 ? -1 : read(channel, 0, Long.BYTES).getLong();
            if (length < 2 || length > Math.min(rest, LARGEST_HEADER)) {
                throw new IllegalArgumentException(
                        file
                                + ": header of "
                                + length
                                + " bytes (expected: 2 to "
                                + Math.min(rest, LARGEST_HEADER)
                                + ")");
            }
            var text = read(channel, Long.BYTES, (int) length);
            var json = StandardCharsets.UTF_8.newDecoder().decode(text).toString();
            return new ShardHeader(
                    file,
                    Long.BYTES + length,
                    SafetensorsHeader.parse(
                            file.toString(), new StringReader(json), rest - length));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + ": header is not UTF-8", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read: " + e, e);
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int count)
            throws IOException {
        var buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("ended while it was read");
            }
        }
        return buffer.flip();
    }

    static void requireSize(Path file, long is, long expected) {
        if (is != expected) {
            throw new IllegalArgumentException(
                    file + ": " + is + " bytes (expected: " + expected + ", as the manifest says)");
        }
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** Byte of the file at which a tensor of this type and shape begins. */
    long start(String name, String dtype, long... shape) {
        var entry = entry(name);
        if (!entry.type().equals(dtype) || !Arrays.equals(entry.shape(), shape)) {
            throw new IllegalArgumentException(
                    file
                            + ": tensor "
                            + name
                            + ": "
                            + entry.type()
                            + " "
                            + Arrays.toString(entry.shape())
                            + " (expected: "
                            + dtype
                            + " "
                            + Arrays.toString(shape)
                            + ", as the manifest says)");
        }
        return dataStart + entry.begin();
    }

    /** Bytes of each text of a tensor of texts. */
    int textWidth(String name, int widest) {
        var shape = entry(name).shape();
        if (shape.length != 2 || shape[1] < 1 || shape[1] > widest) {
            throw new IllegalArgumentException(
                    file
                            + ": tensor "
                            + name
                            + ": "
                            + Arrays.toString(shape)
                            + " (expected: two dimensions, texts of 1 to "
                            + widest
                            + " bytes)");
        }
        return (int) shape[1];
    }

    private SafetensorsHeader.Entry entry(String name) {
        var entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException(file + ": tensor " + name + ": missing");
        }
        return entry;
    }
}
