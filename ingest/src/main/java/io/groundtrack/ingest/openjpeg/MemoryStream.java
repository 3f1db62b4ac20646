package io.groundtrack.ingest.openjpeg;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes in memory as the library reads them, and what it has to say meanwhile.
 *
 * <p>The callbacks live as long as the process, so none can be collected while native code holds
 * it; they find their stream by the number that goes through the library as user data.
 */
final class MemoryStream implements AutoCloseable {

    /** Longest message that is kept of one decoding. */
    private static final int MOST_TEXT = 400;

    private static final AtomicLong NUMBERS = new AtomicLong(1);
    private static final Map<Long, MemoryStream> OPEN = new ConcurrentHashMap<>();

    /** size_t (*)(void *, size_t, void *). */
    interface Read extends Callback {
        long read(Pointer into, long bytes, Pointer stream);
    }

    /** int64_t (*)(int64_t, void *). */
    interface Skip extends Callback {
        long skip(long bytes, Pointer stream);
    }

    /** int (*)(int64_t, void *). */
    interface Seek extends Callback {
        int seek(long position, Pointer stream);
    }

    /** void (*)(const char *, void *). */
    interface Message extends Callback {
        void message(Pointer text, Pointer stream);
    }

    static final Read READ = (into, bytes, stream) -> of(stream).read(into, bytes);
    static final Skip SKIP = (bytes, stream) -> of(stream).skip(bytes);
    static final Seek SEEK = (position, stream) -> of(stream).seek(position);
    static final Message ERROR = (text, stream) -> of(stream).note(text, true);
    static final Message WARNING = (text, stream) -> of(stream).note(text, false);

    private static final MemoryStream NONE = new MemoryStream(new byte[0], 0);

    private final byte[] bytes;
    private final long number;
    private final StringBuffer errors = new StringBuffer();
    private final StringBuffer warnings = new StringBuffer();
    private int position;

    private MemoryStream(byte[] bytes, long number) {
        this.bytes = bytes;
        this.number = number;
    }

    static MemoryStream of(byte[] bytes) {
        var stream = new MemoryStream(bytes, NUMBERS.getAndIncrement());
        OPEN.put(stream.number, stream);
        return stream;
    }

    /** Nothing may be thrown through native code: an unknown number is an empty stream. */
    private static MemoryStream of(Pointer userData) {
        return OPEN.getOrDefault(Pointer.nativeValue(userData), NONE);
    }

    Pointer userData() {
        return new Pointer(number);
    }

    private long read(Pointer into, long wanted) {
        int count = (int) Math.min(Math.max(wanted, 0), bytes.length - position);
        if (count == 0) {
            return -1;
        }
        into.write(0, bytes, position, count);
        position += count;
        return count;
    }

    private long skip(long count) {
        if (count < 0 || count > bytes.length - position) {
            position = bytes.length;
            return -1;
        }
        position += (int) count;
        return count;
    }

    private int seek(long to) {
        if (to < 0 || to > bytes.length) {
            return 0;
        }
        position = (int) to;
        return 1;
    }

    private void note(Pointer text, boolean error) {
        var notes = error ? errors : warnings;
        if (text != null && notes.length() < MOST_TEXT) {
            var line = printable(text);
            notes.append(notes.length() == 0 ? "" : "; ").append(line);
        }
    }

    private static String printable(Pointer text) {
        var line = new StringBuilder();
        for (int i = 0; i < MOST_TEXT; i++) {
            byte character = text.getByte(i);
            if (character == 0) {
                break;
            }
            line.append(character >= ' ' && character < 127 ? (char) character : ' ');
        }
        return line.toString().strip();
    }

    String errors() {
        return errors.toString();
    }

    String warnings() {
        return warnings.toString();
    }

    @Override
    public void close() {
        OPEN.remove(number);
    }
}
