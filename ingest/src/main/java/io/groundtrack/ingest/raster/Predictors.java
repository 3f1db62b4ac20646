package io.groundtrack.ingest.raster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Takes back what a TIFF predictor did to the rows of a decoded block, in place.
 *
 * <p>Source: TIFF 6.0, section 14; Adobe TIFF Technical Note 3.
 */
final class Predictors {

    private Predictors() {}

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
            for (int row = 0; row < rows; row++) {
                sum(view, row * rowBytes, rowBytes, samples * bytes, bytes);
            }
        } else if (predictor == 3) {
            var scratch = new byte[rowBytes];
            for (int row = 0; row < rows; row++) {
                sumBytes(block, row * rowBytes, rowBytes, samples);
                interleave(block, row * rowBytes, scratch, bytes, order);
            }
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
        for (int p = from + stride; p < from + length; p++) {
            block[p] += block[p - stride];
        }
    }

    /** The row holds all first bytes, then all second ones, most significant first. */
    private static void interleave(
            byte[] block, int from, byte[] scratch, int bytes, ByteOrder order) {
        int count = scratch.length / bytes;
        System.arraycopy(block, from, scratch, 0, scratch.length);
        boolean little = order == ByteOrder.LITTLE_ENDIAN;
        for (int plane = 0; plane < bytes; plane++) {
            int target = from + (little ? bytes - 1 - plane : plane);
            int source = plane * count;
            for (int i = 0; i < count; i++) {
                block[target + i * bytes] = scratch[source + i];
            }
        }
    }
}
