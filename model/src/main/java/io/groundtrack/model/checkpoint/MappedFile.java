package io.groundtrack.model.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;

/**
 * The bytes of a file of any size, little-endian, mapped read-only and never copied whole.
 *
 * <p>One mapping holds less than 2 GiB in Java 17, so a file is mapped in segments; a slice that
 * lies across two of them is a copy, every other one a view.
 *
 * <p>State: pages belong to the operating system's cache, not to the heap. The mapping goes when
 * this object is collected.
 */
public final class MappedFile {
    private static final int USUAL_SEGMENT = 1 << 30;

    private final String source;
    private final long size;
    private final int segmentSize;
    private final ByteBuffer[] segments;

    private MappedFile(String source, long size, int segmentSize, ByteBuffer[] segments) {
        this.source = source;
        this.size = size;
        this.segmentSize = segmentSize;
        this.segments = segments;
    }

    public static MappedFile open(Path file) {
        return open(file, USUAL_SEGMENT);
    }

    static MappedFile open(Path file, int segmentSize) {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            var segments = new ByteBuffer[Math.toIntExact((size + segmentSize - 1) / segmentSize)];
            for (int i = 0; i < segments.length; i++) {
                long from = (long) i * segmentSize;
                segments[i] =
                        channel.map(MapMode.READ_ONLY, from, Math.min(segmentSize, size - from));
            }
            return new MappedFile(file.toString(), size, segmentSize, segments);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e, e);
        }
    }

    /**
     * @param source what to call the bytes in error messages
     */
    public static MappedFile of(String source, byte[] content) {
        var segments = new ByteBuffer[] {ByteBuffer.wrap(content).asReadOnlyBuffer()};
        return new MappedFile(source, content.length, Integer.MAX_VALUE, segments);
    }

    /** What the file is called in error messages. */
    public String source() {
        return source;
    }

    public long size() {
        return size;
    }

    /**
     * @throws IllegalArgumentException where the range leaves the file
     */
    public ByteBuffer slice(long position, int count) {
        if (position < 0 || count < 0 || position > size - count) {
            throw new IllegalArgumentException(
                    source + ": bytes " + position + " + " + count + " in a file of " + size);
        }
        if (count == 0) {
            return ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
        }
        int first = (int) (position / segmentSize);
        int at = (int) (position % segmentSize);
        if (count <= segments[first].capacity() - at) {
            return segments[first].slice(at, count).order(ByteOrder.LITTLE_ENDIAN);
        }
        ByteBuffer copy = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = first; copy.hasRemaining(); i++, at = 0) {
            int n = Math.min(copy.remaining(), segments[i].capacity() - at);
            copy.put(segments[i].slice(at, n));
        }
        return copy.flip();
    }
}
