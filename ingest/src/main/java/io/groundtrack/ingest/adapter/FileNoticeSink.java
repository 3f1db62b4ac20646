package io.groundtrack.ingest.adapter;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Writes notices to a file, one a line, so that they can be replayed.
 *
 * <p>in: notices → out: lines at the end of {@code FILE}, what was refused as lines of {@code
 * FILE.refused}, which is made when the first comes. State: both files are open; a line that a
 * crash cut in half is taken off when the file is opened again. Errors: {@link IOException} naming
 * the file; the line that failed is taken back.
 */
public final class FileNoticeSink implements NoticeSink {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ORIGINAL_BYTES = 64 * 1024;

    private final Path refusedFile;
    private final FileChannel notices;
    private FileChannel refused;

    public FileNoticeSink(Path file) throws IOException {
        this.notices = open(file);
        this.refusedFile = file.resolveSibling(file.getFileName() + ".refused");
    }

    @Override
    public synchronized void publish(Sensor sensor, String key, byte[] notice) throws IOException {
        append(notices, notice);
    }

    @Override
    public synchronized void refuse(
            String source, String subject, RejectReason reason, String message, byte[] original)
            throws IOException {
        if (refused == null) {
            refused = open(refusedFile);
        }
        var line = JsonNodeFactory.instance.objectNode();
        line.put("source", source);
        line.put("subject", subject);
        line.put("reason", reason.name());
        line.put("message", message);
        line.put(
                "original",
                new String(
                        Arrays.copyOf(original, Math.min(original.length, ORIGINAL_BYTES)),
                        StandardCharsets.UTF_8));
        append(refused, JSON.writeValueAsBytes(line));
    }

    @Override
    public synchronized void flush() throws IOException {
        notices.force(false);
        if (refused != null) {
            refused.force(false);
        }
    }

    @Override
    @SuppressWarnings("try") // both are only closed
    public synchronized void close() throws IOException {
        try (var first = notices;
                var second = refused) {
            flush();
        }
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            var channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            channel.truncate(endOfLastLine(channel));
            channel.position(channel.size());
            return channel;
        } catch (IOException e) {
            throw new IOException(
                    file + ": cannot be written (expected: a file in a folder that exists)", e);
        }
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        var block = ByteBuffer.allocate(64 * 1024);
        for (var end = channel.size(); end > 0; ) {
            var start = Math.max(0, end - block.capacity());
            block.clear().limit((int) (end - start));
            while (block.hasRemaining() && channel.read(block, start + block.position()) >= 0) {}
            for (var i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return start + i + 1;
                }
            }
            end = start;
        }
        return 0;
    }

    private static void append(FileChannel channel, byte[] line) throws IOException {
        var start = channel.position();
        var bytes = ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            channel.truncate(start);
            throw e;
        }
    }
}
