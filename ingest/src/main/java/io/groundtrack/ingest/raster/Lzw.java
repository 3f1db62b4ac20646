package io.groundtrack.ingest.raster;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decoder of TIFF's LZW: codes of 9 to 12 bits, most significant bit first, the width growing one
 * code early.
 *
 * <p>A short string is kept in one word and written as one; a longer one as where it was last
 * written in the output, and copied from there. State: the table, 64 KB; not thread safe. Source:
 * TIFF 6.0, section 13.
 */
final class Lzw {

    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST_FREE = 258;
    private static final int TABLE = 4_096;
    private static final int WORD = 8;

    private static final VarHandle INPUT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle OUTPUT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** First bytes of the string of a code, the first one lowest; all of it up to eight. */
    private final long[] head = new long[TABLE];

    private final int[] length = new int[TABLE];

    /** Where a string that is longer than eight was written in the output. */
    private final int[] start = new int[TABLE];

    Lzw() {
        for (int i = 0; i < CLEAR; i++) {
            head[i] = i;
            length[i] = 1;
        }
    }

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
        int previousStart = 0;
        long bits = 0;
        int held = 0;
        int read = 0;
        while (written < size) {
            if (held < width) {
                if (read + WORD <= in.length) {
                    // as many whole bytes as there is room for
                    int bytes = (63 - held) >> 3;
                    long word = (long) INPUT.get(in, read);
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
            if (previous >= 0 && next < TABLE) {
                // the table's new string: the previous one and the first byte of this one
                long first = head[code < next ? code : previous] & 0xff;
                int before = length[previous];
                head[next] = head[previous] | (before < WORD ? first << 8 * before : 0);
                length[next] = before + 1;
                start[next] = previousStart;
                next++;
            }
            if (code >= next) {
                return written;
            }
            int count = length[code];
            previous = code;
            previousStart = written;
            if (count <= WORD) {
                OUTPUT.set(out, written, head[code]);
                written += count;
            } else {
                count = Math.min(count, size - written);
                copy(out, start[code], written, count);
                written += count;
            }
            if (next + 1 >= 1 << width && width < 12) {
                width++;
            }
        }
        return Math.min(written, size);
    }

    /** Copies words where they do not overlap, up to seven bytes too many; else bytes. */
    private static void copy(byte[] out, int from, int to, int count) {
        if (to - from >= WORD) {
            for (int i = 0; i < count; i += WORD) {
                OUTPUT.set(out, to + i, (long) OUTPUT.get(out, from + i));
            }
        } else {
            for (int i = 0; i < count; i++) {
                out[to + i] = out[from + i];
            }
        }
    }
}
