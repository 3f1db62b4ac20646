package io.groundtrack.ingest.raster;

/**
 * Decoder of TIFF's LZW: codes of 9 to 12 bits, most significant bit first, the width growing one
 * code early.
 *
 * <p>A string is kept as where it was last written in the output, so it is copied, not rebuilt.
 * Source: TIFF 6.0, section 13.
 */
final class Lzw {

    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST_FREE = 258;
    private static final int TABLE = 4_096;

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
        int bits = 0;
        int held = 0;
        int read = 0;
        while (written < out.length) {
            while (held < width) {
                if (read == in.length) {
                    return written;
                }
                bits = bits << 8 | in[read++] & 0xff;
                held += 8;
            }
            held -= width;
            int code = bits >>> held & (1 << width) - 1;
            bits &= (1 << held) - 1;
            if (code == END) {
                return written;
            }
            if (code == CLEAR) {
                next = FIRST_FREE;
                width = 9;
                previousStart = -1;
                continue;
            }
            if (code > next || code == next && previousStart < 0) {
                return written;
            }
            // the table's new string: the previous one and the first byte of this one
            if (previousStart >= 0 && next < TABLE) {
                start[next] = previousStart;
                length[next] = previousLength + 1;
                next++;
            }
            int count;
            int at = written;
            if (code < CLEAR) {
                count = 1;
                out[written++] = (byte) code;
            } else {
                if (code >= next) {
                    return written;
                }
                count = Math.min(length[code], out.length - written);
                int from = start[code];
                // byte by byte: the string may reach into what is being written
                for (int i = 0; i < count; i++) {
                    out[written++] = out[from + i];
                }
            }
            previousStart = at;
            previousLength = count;
            if (next + 1 >= 1 << width && width < 12) {
                width++;
            }
        }
        return written;
    }
}
