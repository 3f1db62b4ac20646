package io.groundtrack.ingest.raster;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Takes back what a TIFF predictor did to the rows of a decoded block, in place.
 *
 * <p>Source: TIFF 6.0, section 14; Adobe TIFF Technical Note 3.
 */
final class Predictors {

    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);
    private static final long EVEN_BYTES = 0x00ff_00ff_00ff_00ffL;
    private static final long EVEN_SHORTS = 0x0000_ffff_0000_ffffL;
    private static final long ONE_IN_FOUR = 0x0001_0001_0001_0001L;
    private static final long ONE_IN_TWO = 0x0000_0001_0000_0001L;

    private Predictors() {}

    private static VarHandle view(Class<?> words) {
        return MethodHandles.byteArrayViewVarHandle(words, ByteOrder.LITTLE_ENDIAN);
    }

    /** {@code samples} interleaved samples per pixel, rows of {@code rowBytes}, in file order. */
    static void undo(
            int predictor,
            byte[] block,
            int rows,
            int rowBytes,
            int samples,
            int bytes,
            ByteOrder order) {
        if (predictor == 2) {
            var view = ByteBuffer.wrap(block).order(order);
            boolean little = order == ByteOrder.LITTLE_ENDIAN;
            for (int row = 0; row < rows; row++) {
                if (samples == 1 && bytes == 2 && little) {
                    sumShorts(block, row * rowBytes, rowBytes);
                } else {
                    sum(view, row * rowBytes, rowBytes, samples * bytes, bytes);
                }
            }
        } else if (predictor == 3) {
            var scratch = new byte[rowBytes];
            for (int row = 0; row < rows; row++) {
                sumBytes(block, row * rowBytes, rowBytes, samples);
                System.arraycopy(block, row * rowBytes, scratch, 0, rowBytes);
                if (bytes == 4) {
                    interleaveFloats(block, row * rowBytes, scratch, order);
                } else {
                    interleave(block, row * rowBytes, scratch, bytes, order);
                }
            }
        }
    }

    /**
     * Running sums of 16 bits, four at a time: even and odd ones apart have room for their carries,
     * and a multiplication by ones sums up what lies before each. Only the last addition waits for
     * the four before.
     */
    private static void sumShorts(byte[] block, int from, int length) {
        long before = 0;
        int p = from;
        int end = from + length;
        for (; p <= end - 8; p += 8) {
            long word = (long) LONGS.get(block, p);
            long even = (word & EVEN_SHORTS) * ONE_IN_TWO;
            long odd = (word >>> 16 & EVEN_SHORTS) * ONE_IN_TWO;
            long both = even + odd;
            long evenSums = even + (odd << 32) + before & EVEN_SHORTS;
            long oddSums = both + before & EVEN_SHORTS;
            LONGS.set(block, p, evenSums | oddSums << 16);
            before = (both >>> 32) * ONE_IN_TWO + before & EVEN_SHORTS;
        }
        short sum = (short) before;
        for (; p < end; p += 2) {
            sum += (short) SHORTS.get(block, p);
            SHORTS.set(block, p, sum);
        }
    }

    private static void sum(ByteBuffer block, int from, int length, int stride, int bytes) {
        int end = from + length;
        switch (bytes) {
            case 1 -> sumBytes(block.array(), from, length, stride);
            case 2 -> {
                for (int p = from + stride; p < end; p += 2) {
                    block.putShort(p, (short) (block.getShort(p) + block.getShort(p - stride)));
                }
            }
            case 4 -> {
                for (int p = from + stride; p < end; p += 4) {
                    block.putInt(p, block.getInt(p) + block.getInt(p - stride));
                }
            }
            default -> {
                for (int p = from + stride; p < end; p += 8) {
                    block.putLong(p, block.getLong(p) + block.getLong(p - stride));
                }
            }
        }
    }

    private static void sumBytes(byte[] block, int from, int length, int stride) {
        if (stride == 1) {
            sumBytes(block, from, length);
            return;
        }
        for (int p = from + stride; p < from + length; p++) {
            block[p] += block[p - stride];
        }
    }

    /** The same with bytes, eight at a time. */
    private static void sumBytes(byte[] block, int from, int length) {
        long before = 0;
        int p = from;
        int end = from + length;
        for (; p <= end - 8; p += 8) {
            long word = (long) LONGS.get(block, p);
            long even = (word & EVEN_BYTES) * ONE_IN_FOUR;
            long odd = (word >>> 8 & EVEN_BYTES) * ONE_IN_FOUR;
            long both = even + odd;
            long evenSums = even + (odd << 16) + before & EVEN_BYTES;
            long oddSums = both + before & EVEN_BYTES;
            LONGS.set(block, p, evenSums | oddSums << 8);
            before = (both >>> 48) * ONE_IN_FOUR + before & EVEN_BYTES;
        }
        byte sum = (byte) before;
        for (; p < end; p++) {
            sum += block[p];
            block[p] = sum;
        }
    }

    /** The row holds all first bytes, then all second ones, most significant first. */
    private static void interleaveFloats(byte[] block, int from, byte[] row, ByteOrder order) {
        int count = row.length / 4;
        boolean little = order == ByteOrder.LITTLE_ENDIAN;
        for (int i = 0; i < count; i++) {
            int value =
                    row[i] << 24
                            | (row[i + count] & 0xff) << 16
                            | (row[i + 2 * count] & 0xff) << 8
                            | row[i + 3 * count] & 0xff;
            INTS.set(block, from + 4 * i, little ? value : Integer.reverseBytes(value));
        }
    }

    private static void interleave(byte[] block, int from, byte[] row, int bytes, ByteOrder order) {
        int count = row.length / bytes;
        boolean little = order == ByteOrder.LITTLE_ENDIAN;
        for (int plane = 0; plane < bytes; plane++) {
            int target = from + (little ? bytes - 1 - plane : plane);
            int source = plane * count;
            for (int i = 0; i < count; i++) {
                block[target + i * bytes] = row[source + i];
            }
        }
    }
}
