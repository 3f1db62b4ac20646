package io.groundtrack.ingest.notice;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The notices of a file, one JSON value a line, as bytes without the line end; blank lines are
 * skipped.
 *
 * <p>Holds one line at a time. A line longer than {@code maxBytes} is cut to one byte more, so that
 * the {@link NoticeReader} refuses it by its size and memory stays bounded. A file that cannot be
 * read throws.
 */
public final class NoticeLines implements Iterator<byte[]>, AutoCloseable {

    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private byte[] next;

    public NoticeLines(Path file, int maxBytes) throws IOException {
        this.in = Files.newInputStream(file);
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            var line = line();
            if (line == null) {
                return false;
            }
            // what is longer than any notice may hide one behind its blanks
            if (line.length > maxBytes || !isBlank(line)) {
                next = line;
            }
        }
        return true;
    }

    @Override
    public byte[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more notices");
        }
        var line = next;
        next = null;
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private byte[] line() {
        try {
            if (position == limit && !fill()) {
                return null;
            }
            var line = new ByteArrayOutputStream();
            do {
                int end = position;
                while (end < limit && buffer[end] != '\n') {
                    end++;
                }
                int room = maxBytes + 1 - line.size();
                line.write(buffer, position, Math.min(end - position, room));
                position = end;
                if (end < limit) {
                    position++;
                    break;
                }
            } while (fill());
            return line.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    private static boolean isBlank(byte[] line) {
        for (var b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
