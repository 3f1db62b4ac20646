package io.groundtrack.ingest.raster;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Takes back what a TIFF predictor did to the rows of a decoded block, in place.
 *
 * <p>Where the samples of a band lie alone, sums run in a register: a sample that is read back
 * right after it was written costs several times as much.
 *
 * <p>Source: TIFF 6.0, section 14; Adobe TIFF Technical Note 3.
 */
final class Predictors {

    private static final VarHandle LITTLE_SHORT = view(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_SHORT = view(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE_INT = view(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_INT = view(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE_LONG = view(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_LONG = view(long[].class, ByteOrder.BIG_ENDIAN);

    private Predictors() {}

    private static VarHandle view(Class<?> array, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(array, order);
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
            for (int row = 0; row < rows; row++) {
                sum(block, row * rowBytes, rowBytes, samples, bytes, order);
            }
        } else if (predictor == 3) {
            var planes = new byte[rowBytes];
            for (int row = 0; row < rows; row++) {
                sumBytes(block, row * rowBytes, planes, 0, rowBytes, samples);
                interleave(planes, block, row * rowBytes, bytes, order);
            }
        }
    }

    private static void sum(
            byte[] block, int from, int length, int samples, int bytes, ByteOrder order) {
        boolean little = order == ByteOrder.LITTLE_ENDIAN;
        // a handle must be a constant where it is used, or each access is a call
        switch (bytes) {
            case 1 -> sumBytes(block, from, block, from, length, samples);
            case 2 -> {
                if (samples > 1) {
                    sumShorts(block, from, length, samples, little);
                } else if (little) {
                    sumLittleShorts(block, from, length);
                } else {
                    sumBigShorts(block, from, length);
                }
            }
            case 4 -> sumInts(block, from, length, samples, little);
            default -> sumLongs(block, from, length, samples, little);
        }
    }

    private static void sumLittleShorts(byte[] block, int from, int length) {
        int sum = 0;
        for (int p = from; p < from + length; p += 2) {
            sum += (short) LITTLE_SHORT.get(block, p);
            LITTLE_SHORT.set(block, p, (short) sum);
        }
    }

    private static void sumBigShorts(byte[] block, int from, int length) {
        int sum = 0;
        for (int p = from; p < from + length; p += 2) {
            sum += (short) BIG_SHORT.get(block, p);
            BIG_SHORT.set(block, p, (short) sum);
        }
    }

    private static void sumShorts(byte[] block, int from, int length, int samples, boolean little) {
        for (int p = from + 2 * samples; p < from + length; p += 2) {
            int before = p - 2 * samples;
            if (little) {
                int sum =
                        (short) LITTLE_SHORT.get(block, before)
                                + (short) LITTLE_SHORT.get(block, p);
                LITTLE_SHORT.set(block, p, (short) sum);
            } else {
                int sum = (short) BIG_SHORT.get(block, before) + (short) BIG_SHORT.get(block, p);
                BIG_SHORT.set(block, p, (short) sum);
            }
        }
    }

    private static void sumInts(byte[] block, int from, int length, int samples, boolean little) {
        for (int p = from + 4 * samples; p < from + length; p += 4) {
            int before = p - 4 * samples;
            if (little) {
                int sum = (int) LITTLE_INT.get(block, before) + (int) LITTLE_INT.get(block, p);
                LITTLE_INT.set(block, p, sum);
            } else {
                int sum = (int) BIG_INT.get(block, before) + (int) BIG_INT.get(block, p);
                BIG_INT.set(block, p, sum);
            }
        }
    }

    private static void sumLongs(byte[] block, int from, int length, int samples, boolean little) {
        for (int p = from + 8 * samples; p < from + length; p += 8) {
            int before = p - 8 * samples;
            if (little) {
                long sum = (long) LITTLE_LONG.get(block, before) + (long) LITTLE_LONG.get(block, p);
                LITTLE_LONG.set(block, p, sum);
            } else {
                long sum = (long) BIG_LONG.get(block, before) + (long) BIG_LONG.get(block, p);
                BIG_LONG.set(block, p, sum);
            }
        }
    }

    private static void sumBytes(
            byte[] from, int at, byte[] into, int target, int length, int stride) {
        if (stride == 1) {
            int sum = 0;
            for (int i = 0; i < length; i++) {
                sum += from[at + i];
                into[target + i] = (byte) sum;
            }
            return;
        }
        System.arraycopy(from, at, into, target, stride);
        for (int i = stride; i < length; i++) {
            into[target + i] = (byte) (from[at + i] + into[target + i - stride]);
        }
    }

    /** A row of planes, most significant byte first → samples in file order. */
    private static void interleave(
            byte[] planes, byte[] block, int at, int bytes, ByteOrder order) {
        int count = planes.length / bytes;
        boolean little = order == ByteOrder.LITTLE_ENDIAN;
        if (bytes == 4) {
            for (int i = 0, p = at; i < count; i++, p += 4) {
                int bits =
                        planes[i] << 24
                                | (planes[count + i] & 0xff) << 16
                                | (planes[2 * count + i] & 0xff) << 8
                                | planes[3 * count + i] & 0xff;
                if (little) {
                    LITTLE_INT.set(block, p, bits);
                } else {
                    BIG_INT.set(block, p, bits);
                }
            }
            return;
        }
        for (int plane = 0; plane < bytes; plane++) {
            int target = at + (little ? bytes - 1 - plane : plane);
            int source = plane * count;
            for (int i = 0; i < count; i++) {
                block[target + i * bytes] = planes[source + i];
            }
        }
    }
}
