package io.groundtrack.ingest.raster;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decoder of TIFF's LZW: codes of 9 to 12 bits, most significant bit first, the width growing one
 * code early.
 *
 * <p>A string is kept as where it was last written in the output, so it is copied, not rebuilt;
 * eight bytes at a time where it ends well before the output does. Source: TIFF 6.0, section 13.
 */
final class Lzw {

    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST_FREE = 258;
    private static final int TABLE = 4_096;
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Lzw() {}

    /** True where the bytes are in the bit order of writers before 1990, which is not read. */
    static boolean isOldStyle(byte[] in) {
        return in.length >= 2 && in[0] == 0 && (in[1] & 1) == 1;
    }

    /** Fills {@code out}; returns the bytes written, fewer where the input ends or is wrong. */
    static int decode(byte[] in, byte[] out) {
        var start = new int[TABLE];
        var length = new int[TABLE];
        int next = FIRST_FREE;
        int width = 9;
        int written = 0;
        int previousStart = -1;
        int previousLength = 0;
        // the next bits of the input, the first of them highest
        long bits = 0;
        int held = 0;
        int read = 0;
        while (written < out.length) {
            if (held < width) {
                if (read + 8 <= in.length) {
                    // whole bytes that fit beside those that are held
                    bits |= (long) EIGHT.get(in, read) >>> held;
                    int taken = (63 - held) >> 3;
                    read += taken;
                    held += 8 * taken;
                } else {
                    while (held < width) {
                        if (read == in.length) {
                            return written;
                        }
                        bits |= (in[read++] & 0xffL) << 56 - held;
                        held += 8;
                    }
                }
            }
            int code = (int) (bits >>> 64 - width);
            bits <<= width;
            held -= width;
            if (code < CLEAR) {
                if (previousStart >= 0 && next < TABLE) {
                    start[next] = previousStart;
                    length[next++] = previousLength + 1;
                }
                previousStart = written;
                previousLength = 1;
                out[written++] = (byte) code;
            } else if (code == CLEAR) {
                next = FIRST_FREE;
                width = 9;
                previousStart = -1;
                continue;
            } else {
                if (code == END || code > next || previousStart < 0) {
                    return written;
                }
                // the table's new string: the previous one and the first byte of this one
                if (next < TABLE) {
                    start[next] = previousStart;
                    length[next++] = previousLength + 1;
                }
                int from = start[code];
                int count = Math.min(length[code], out.length - written);
                copy(out, from, written, count);
                previousStart = written;
                previousLength = count;
                written += count;
            }
            if (next + 1 >= 1 << width && width < 12) {
                width++;
            }
        }
        return written;
    }

    /** Copies forwards; what is copied may reach into what is being written. */
    private static void copy(byte[] bytes, int from, int to, int count) {
        if (to - from >= 8 && to + count + 8 <= bytes.length) {
            // what is written beyond the string is written again by the next one
            for (int i = 0; i < count; i += 8) {
                EIGHT.set(bytes, to + i, (long) EIGHT.get(bytes, from + i));
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            bytes[to + i] = bytes[from + i];
        }
    }
}
