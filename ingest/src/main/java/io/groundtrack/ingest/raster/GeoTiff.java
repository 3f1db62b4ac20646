package io.groundtrack.ingest.raster;

import io.groundtrack.ingest.raster.RasterException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One GeoTIFF or COG in the local file system.
 *
 * <p>in: band (from 0) and window in pixels → out: stored values, row by row; no scale, offset or
 * no-data is applied. Blocks that a sparse file leaves out are filled with its no-data value, else
 * 0.
 *
 * <p>State: an open file; decoded blocks live in the {@link BlockCache}. Reads of one instance may
 * come from several threads, but an interrupted thread closes the file for all: subtasks open their
 * own.
 *
 * <p>Errors: {@link RasterException} for anything about the file's content, {@link IOException} for
 * a failing disk.
 */
public final class GeoTiff implements Raster {

    /** Rows of an uncompressed window are read in one go up to this many bytes. */
    private static final int READ_AT_ONCE = 256 << 10;

    private final RasterFile file;
    private final TiffLayout layout;
    private final Optional<Georeference> georeference;
    private final Optional<TiePointGrid> tiePoints;
    private final BlockCache cache;

    private GeoTiff(
            RasterFile file,
            TiffLayout layout,
            Optional<Georeference> georeference,
            Optional<TiePointGrid> tiePoints,
            BlockCache cache) {
        this.file = file;
        this.layout = layout;
        this.georeference = georeference;
        this.tiePoints = tiePoints;
        this.cache = cache;
    }

    /** Opens {@code path} and checks its directory; no pixel is read. */
    public static GeoTiff open(Path path, BlockCache cache) throws IOException {
        return open(LocalRasterFile.open(path), cache);
    }

    /** Opens {@code file}, which is closed with the raster, or at once where it is no TIFF. */
    static GeoTiff open(RasterFile file, BlockCache cache) throws IOException {
        try {
            var directory = TiffDirectory.firstOf(file);
            return new GeoTiff(
                    file,
                    TiffLayout.of(directory),
                    Georeference.of(directory),
                    TiePointGrid.of(directory),
                    cache);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public int width() {
        return layout.width();
    }

    @Override
    public int height() {
        return layout.height();
    }

    @Override
    public int bands() {
        return layout.bands();
    }

    @Override
    public SampleType type() {
        return layout.type();
    }

    /** Codec of the blocks. */
    public Compression compression() {
        return layout.compression();
    }

    @Override
    public int blockWidth() {
        return layout.blockWidth();
    }

    @Override
    public int blockHeight() {
        return layout.blockHeight();
    }

    @Override
    public OptionalDouble nodata() {
        return layout.nodata();
    }

    @Override
    public Optional<Georeference> georeference() {
        return georeference;
    }

    @Override
    public Optional<TiePointGrid> tiePoints() {
        return tiePoints;
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public void requireComplete() throws RasterException {
        for (int block = 0; block < layout.offsets().length; block++) {
            long offset = layout.offsets()[block];
            long count = layout.counts()[block];
            if (offset < 0 || count < 0 || offset > file.size() - count) {
                throw file.damaged(
                        "block "
                                + block
                                + " lies at bytes "
                                + Long.toUnsignedString(offset)
                                + " + "
                                + Long.toUnsignedString(count)
                                + " (expected: within the file's "
                                + file.size()
                                + " bytes): truncated");
            }
        }
    }

    @Override
    public void read(int band, int x, int y, int width, int height, float[] into)
            throws IOException {
        read(band, x, y, width, height, new FloatTarget(into));
    }

    @Override
    public void read(int band, int x, int y, int width, int height, double[] into)
            throws IOException {
        read(band, x, y, width, height, new DoubleTarget(into));
    }

    private sealed interface Target permits FloatTarget, DoubleTarget {
        int length();

        void fill(int at, int count, double value);

        void copy(SampleType type, ByteBuffer from, int position, int stride, int at, int count);
    }

    private record FloatTarget(float[] values) implements Target {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public void fill(int at, int count, double value) {
            Arrays.fill(values, at, at + count, (float) value);
        }

        @Override
        public void copy(SampleType t, ByteBuffer from, int p, int stride, int at, int count) {
            t.copy(from, p, stride, values, at, count);
        }
    }

    private record DoubleTarget(double[] values) implements Target {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public void fill(int at, int count, double value) {
            Arrays.fill(values, at, at + count, value);
        }

        @Override
        public void copy(SampleType t, ByteBuffer from, int p, int stride, int at, int count) {
            t.copy(from, p, stride, values, at, count);
        }
    }

    private void read(int band, int x, int y, int width, int height, Target into)
            throws IOException {
        Objects.checkIndex(band, layout.bands());
        Objects.checkFromIndexSize(x, width, layout.width());
        Objects.checkFromIndexSize(y, height, layout.height());
        Objects.checkFromIndexSize(0, Math.multiplyExact(width, height), into.length());
        if (width == 0 || height == 0) {
            return;
        }
        int blockWidth = layout.blockWidth();
        int blockHeight = layout.blockHeight();
        for (int row = y / blockHeight; row <= (y + height - 1) / blockHeight; row++) {
            for (int column = x / blockWidth; column <= (x + width - 1) / blockWidth; column++) {
                int left = Math.max(x, column * blockWidth);
                int right = (int) Math.min(x + width, (column + 1L) * blockWidth);
                int top = Math.max(y, row * blockHeight);
                int bottom = (int) Math.min(y + height, (row + 1L) * blockHeight);
                readBlock(
                        layout.block(band, column, row),
                        layout.chunky() ? band : 0,
                        left - column * blockWidth,
                        top - row * blockHeight,
                        right - left,
                        bottom - top,
                        into,
                        (top - y) * width + left - x,
                        width);
            }
        }
    }

    /** Window ({@code x}, {@code y}, {@code width}, {@code height}) of a block. */
    private void readBlock(
            int block,
            int sample,
            int x,
            int y,
            int width,
            int height,
            Target into,
            int at,
            int rowLength)
            throws IOException {
        if (layout.offsets()[block] == 0 && layout.counts()[block] == 0) {
            for (int row = 0; row < height; row++) {
                into.fill(at + row * rowLength, width, layout.nodata().orElse(0));
            }
            return;
        }
        int bytes = layout.type().bytes();
        int stride = layout.samples() * bytes;
        if (layout.compression() == Compression.NONE) {
            int rowsAtOnce = Math.max(1, Math.min(height, READ_AT_ONCE / layout.rowBytes()));
            for (int row = 0; row < height; row += rowsAtOnce) {
                int rows = Math.min(rowsAtOnce, height - row);
                var pixels = uncompressed(block, x, y + row, width, rows);
                copy(
                        pixels,
                        sample * bytes,
                        stride,
                        width,
                        rows,
                        into,
                        at + row * rowLength,
                        rowLength);
            }
            return;
        }
        var pixels =
                ByteBuffer.wrap(
                                cache.get(
                                        new BlockCache.Key(file.identity(), block),
                                        () -> BlockDecoder.decode(file, layout, block)))
                        .order(layout.order());
        int position = y * layout.rowBytes() + x * stride + sample * bytes;
        copy(pixels, position, stride, width, height, into, at, rowLength);
    }

    private void copy(
            ByteBuffer pixels,
            int position,
            int stride,
            int width,
            int height,
            Target into,
            int at,
            int rowLength) {
        for (int row = 0; row < height; row++) {
            into.copy(
                    layout.type(),
                    pixels,
                    position + row * layout.rowBytes(),
                    stride,
                    at + row * rowLength,
                    width);
        }
    }

    /** Bytes from the first to the last pixel of some rows of a stored block. */
    private ByteBuffer uncompressed(int block, int x, int y, int width, int rows)
            throws IOException {
        int stride = layout.samples() * layout.type().bytes();
        long from = (long) y * layout.rowBytes() + (long) x * stride;
        int length = (rows - 1) * layout.rowBytes() + width * stride;
        long count = layout.counts()[block];
        if (count < 0 || from + length > count) {
            throw new RasterException(
                    Problem.DAMAGED,
                    file.name(),
                    "block "
                            + block
                            + " has "
                            + count
                            + " bytes (expected: "
                            + (from + length)
                            + ")");
        }
        var what = "block " + block;
        return ByteBuffer.wrap(file.read(layout.offsets()[block] + from, length, what))
                .order(layout.order());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
