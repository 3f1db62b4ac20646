package io.groundtrack.ingest.raster;

import java.util.Arrays;

/**
 * Decoder of PackBits: runs of literal bytes and of one repeated byte.
 *
 * <p>Source: TIFF 6.0, section 9.
 */
final class PackBits {

    private PackBits() {}

    /**
     * Fills the first {@code size} bytes of {@code out}; returns the bytes written, fewer where the
     * input ends.
     */
    static int decode(byte[] in, byte[] out, int size) {
        int read = 0;
        int written = 0;
        while (written < size && read < in.length) {
            int head = in[read++];
            if (head == Byte.MIN_VALUE) {
                continue;
            }
            int room = size - written;
            if (head >= 0) {
                int count = Math.min(Math.min(head + 1, room), in.length - read);
                System.arraycopy(in, read, out, written, count);
                read += head + 1;
                written += count;
            } else if (read < in.length) {
                int count = Math.min(1 - head, room);
                Arrays.fill(out, written, written + count, in[read++]);
                written += count;
            }
        }
        return written;
    }
}
