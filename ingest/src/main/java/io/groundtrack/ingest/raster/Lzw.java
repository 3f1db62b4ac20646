package io.groundtrack.ingest.raster;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decoder of TIFF's LZW: codes of 9 to 12 bits, most significant bit first, the width growing one
 * code early.
 *
 * <p>A string is kept as where it was last written in the output, so it is copied, not rebuilt.
 * State: the table, 16 KB; not thread safe. Source: TIFF 6.0, section 13.
 */
final class Lzw {

    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST_FREE = 258;
    private static final int TABLE = 4_096;
    private static final int WORD = 8;

    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /**
     * Where the string of a code was written; where the next code's begins, it ends with one byte
     * more.
     */
    private final int[] start = new int[TABLE + 1];

    /** True where the bytes are in the bit order of writers before 1990, which is not read. */
    static boolean isOldStyle(byte[] in) {
        return in.length >= 2 && in[0] == 0 && (in[1] & 1) == 1;
    }

    /**
     * Fills the first {@code size} bytes of {@code out}, behind which {@link Codecs#MARGIN} more
     * may be used; returns the bytes written, fewer where the input ends or is wrong.
     */
    int decode(byte[] in, byte[] out, int size) {
        int next = FIRST_FREE;
        int width = 9;
        int written = 0;
        int previous = -1;
        long bits = 0;
        int held = 0;
        int read = 0;
        while (written < size) {
            if (held < width) {
                if (read + WORD <= in.length) {
                    // as many whole bytes as there is room for
                    int bytes = (63 - held) >> 3;
                    long word = (long) WORDS.get(in, read);
                    bits = bits << 8 * bytes | word >>> 64 - 8 * bytes;
                    read += bytes;
                    held += 8 * bytes;
                } else {
                    while (held <= 48 && read < in.length) {
                        bits = bits << 8 | in[read++] & 0xff;
                        held += 8;
                    }
                    if (held < width) {
                        return written;
                    }
                }
            }
            held -= width;
            int code = (int) (bits >>> held) & (1 << width) - 1;
            if (code == CLEAR) {
                next = FIRST_FREE;
                width = 9;
                previous = -1;
                continue;
            }
            if (code == END) {
                return written;
            }
            // the table's new string: the previous one and the first byte of this one
            if (previous >= 0 && next < TABLE) {
                start[next++] = previous;
                start[next] = written;
            }
            previous = written;
            if (code < CLEAR) {
                out[written++] = (byte) code;
            } else {
                if (code >= next) {
                    return written;
                }
                int from = start[code];
                int count = Math.min(start[code + 1] - from + 1, size - written);
                copy(out, from, written, count);
                written += count;
            }
            if (next + 1 >= 1 << width && width < 12) {
                width++;
            }
        }
        return written;
    }

    /** Copies words where they do not overlap, up to seven bytes too many; else bytes. */
    private static void copy(byte[] out, int from, int to, int count) {
        if (to - from >= WORD) {
            for (int i = 0; i < count; i += WORD) {
                WORDS.set(out, to + i, (long) WORDS.get(out, from + i));
            }
        } else {
            for (int i = 0; i < count; i++) {
                out[to + i] = out[from + i];
            }
        }
    }
}
