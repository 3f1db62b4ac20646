package io.groundtrack.ingest.raster;

import io.groundtrack.ingest.raster.RasterException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of the local file system. */
final class LocalRasterFile implements RasterFile {

    private final String name;
    private final FileChannel channel;
    private final long size;
    private final Object identity;

    private LocalRasterFile(String name, FileChannel channel, long size, Object identity) {
        this.name = name;
        this.channel = channel;
        this.size = size;
        this.identity = identity;
    }

    /** Content that the block cache may hold: a file rewritten in place is another one. */
    private record Identity(Path path, long size, long modifiedMillis) {}

    static LocalRasterFile open(Path path) throws IOException {
        var name = path.toString();
        if (!Files.exists(path)) {
            throw new RasterException(
                    Problem.ABSENT, name, "no such file (expected: a raster file)");
        }
        if (!Files.isRegularFile(path)) {
            throw new RasterException(Problem.ABSENT, name, "not a file (expected: a raster file)");
        }
        try {
            var channel = FileChannel.open(path, StandardOpenOption.READ);
            long size = channel.size();
            var identity =
                    new Identity(
                            path.toAbsolutePath().normalize(),
                            size,
                            Files.getLastModifiedTime(path).toMillis());
            return new LocalRasterFile(name, channel, size, identity);
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw new RasterException(
                    Problem.ABSENT, name, "cannot be opened (expected: a file to read)", e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Object identity() {
        return identity;
    }

    @Override
    public byte[] read(long position, int length, String what) throws IOException {
        if (position < 0 || length < 0 || position > size - length) {
            throw damaged(
                    what
                            + " lies at bytes "
                            + Long.toUnsignedString(position)
                            + " + "
                            + length
                            + " (expected: within the file's "
                            + size
                            + " bytes)");
        }
        var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw damaged(what + " is cut off (expected: a file that nobody changes)");
            }
        }
        return buffer.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
