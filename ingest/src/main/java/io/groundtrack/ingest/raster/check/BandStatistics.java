package io.groundtrack.ingest.raster.check;

import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.SampleType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What tells the pixels of one band from others.
 *
 * <p>in: a band, read a few rows at a time → out: how many samples are finite, and their least,
 * largest and sum (NaN, NaN and 0 where none is; no-data values count like any other), and the
 * SHA-256 of all samples as little-endian values of their type, row by row.
 *
 * @param magnitude sum of the absolute values, by which a sum's rounding is judged
 */
public record BandStatistics(
        long finite, double min, double max, double sum, double magnitude, String sha256) {

    /** Bytes of pixels held at a time, but for rows and blocks that are larger alone. */
    private static final int AT_ONCE = 8 << 20;

    /** Rows of a block are taken together up to this, so that blocks are decoded once. */
    private static final int MOST_AT_ONCE = 64 << 20;

    /** Reads band {@code band}, counted from 0. */
    public static BandStatistics of(Raster raster, int band) throws IOException {
        int width = raster.width();
        int rowBytes = Math.multiplyExact(width, raster.type().bytes());
        int rows = rowsAtOnce(raster, rowBytes);
        var bytes = new byte[Math.multiplyExact(rows, rowBytes)];
        var sums = new Sums(raster.type());
        for (int y = 0; y < raster.height(); y += rows) {
            int some = Math.min(rows, raster.height() - y);
            raster.readStored(band, 0, y, width, some, bytes);
            sums.add(bytes, some * rowBytes);
        }
        return sums.total();
    }

    private static int rowsAtOnce(Raster raster, int rowBytes) {
        long blockRow = (long) raster.blockHeight() * rowBytes;
        long rows =
                blockRow > MOST_AT_ONCE
                        ? Math.max(1, AT_ONCE / rowBytes)
                        : raster.blockHeight() * Math.max(1, AT_ONCE / blockRow);
        return (int) Math.min(raster.height(), rows);
    }

    /** The running figures; sums are compensated, so that their order does not show. */
    private static final class Sums {

        private final SampleType type;
        private final MessageDigest digest;
        private long finite;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private double sum;
        private double lost;
        private double magnitude;

        Sums(SampleType type) {
            this.type = type;
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        void add(byte[] bytes, int length) {
            digest.update(bytes, 0, length);
            var values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int p = 0; p < length; p += type.bytes()) {
                double value = type.value(values, p);
                if (Double.isFinite(value)) {
                    finite++;
                    min = Math.min(min, value);
                    max = Math.max(max, value);
                    magnitude += Math.abs(value);
                    double next = sum + value;
                    lost +=
                            Math.abs(sum) >= Math.abs(value)
                                    ? sum - next + value
                                    : value - next + sum;
                    sum = next;
                }
            }
        }

        BandStatistics total() {
            return new BandStatistics(
                    finite,
                    finite == 0 ? Double.NaN : min,
                    finite == 0 ? Double.NaN : max,
                    Double.isFinite(lost) ? sum + lost : sum,
                    magnitude,
                    HexFormat.of().formatHex(digest.digest()));
        }
    }
}
