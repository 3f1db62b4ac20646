package io.groundtrack.ingest.notice;

import java.io.BufferedInputStream;
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
    private byte[] next;

    public NoticeLines(Path file, int maxBytes) throws IOException {
        this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            var line = line();
            if (line == null) {
                return false;
            }
            if (!isBlank(line)) {
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
            var line = new ByteArrayOutputStream();
            var read = in.read();
            if (read < 0) {
                return null;
            }
            for (; read >= 0 && read != '\n'; read = in.read()) {
                if (line.size() <= maxBytes) {
                    line.write(read);
                }
            }
            return line.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
