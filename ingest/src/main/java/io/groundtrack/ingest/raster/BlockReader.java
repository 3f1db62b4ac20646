package io.groundtrack.ingest.raster;

import io.groundtrack.ingest.raster.RasterException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Windows of one image out of its blocks: strips or tiles, stored as they are or compressed.
 *
 * <p>in: band, window in pixels → out: stored values, row by row. Blocks that a sparse file leaves
 * out are filled with its no-data value, else 0. The compressed blocks of a window are decoded side
 * by side, at most once each while the {@link BlockCache} holds them; each writes its own part of
 * the target, so the result is the same however many threads there are.
 *
 * <p>State: none beside the cache's. Errors: {@link RasterException} of the first bad block in the
 * order of the window.
 */
final class BlockReader {

    /** Rows of an uncompressed window are read in one go up to this many bytes. */
    private static final int READ_AT_ONCE = 256 << 10;

    private final RasterFile file;
    private final Object identity;
    private final TiffLayout layout;
    private final BlockCache cache;

    /**
     * @param identity what the cache holds the blocks by
     */
    BlockReader(RasterFile file, Object identity, TiffLayout layout, BlockCache cache) {
        this.file = file;
        this.identity = identity;
        this.layout = layout;
        this.cache = cache;
    }

    /** Part of a window that lies in one block; x and y count from the block's corner. */
    private record Piece(int block, int x, int y, int width, int height, int at) {}

    /** The window has been checked to lie inside the image and to fit the target. */
    void read(int band, int x, int y, int width, int height, PixelTarget into) throws IOException {
        if (width == 0 || height == 0) {
            return;
        }
        var pieces = pieces(band, x, y, width, height);
        int sample = layout.chunky() ? band : 0;
        int toFetch = pieces.size() > 1 ? prefetch(pieces, 2) : 0;
        if (toFetch > 1 && !layout.direct()) {
            cache.workers().forEach(pieces.size(), i -> read(pieces.get(i), sample, into, width));
            return;
        }
        for (var piece : pieces) {
            read(piece, sample, into, width);
        }
    }

    /** Tells the file that a window inside the image will be read. */
    void prefetch(int band, int x, int y, int width, int height) throws IOException {
        if (width > 0 && height > 0) {
            prefetch(pieces(band, x, y, width, height), 1);
        }
    }

    private List<Piece> pieces(int band, int x, int y, int width, int height) {
        int blockWidth = layout.blockWidth();
        int blockHeight = layout.blockHeight();
        var pieces = new ArrayList<Piece>();
        for (int row = y / blockHeight; row <= (y + height - 1) / blockHeight; row++) {
            for (int column = x / blockWidth; column <= (x + width - 1) / blockWidth; column++) {
                int left = Math.max(x, column * blockWidth);
                int right = (int) Math.min(x + width, (column + 1L) * blockWidth);
                int top = Math.max(y, row * blockHeight);
                int bottom = (int) Math.min(y + height, (row + 1L) * blockHeight);
                pieces.add(
                        new Piece(
                                layout.block(band, column, row),
                                left - column * blockWidth,
                                top - row * blockHeight,
                                right - left,
                                bottom - top,
                                (top - y) * width + left - x));
            }
        }
        return pieces;
    }

    /**
     * Tells the file what will be read, so that it may fetch neighbours in one go; returns how many
     * pieces are still to be read from it.
     */
    private int prefetch(List<Piece> pieces, int least) throws IOException {
        var positions = new long[pieces.size()];
        var lengths = new int[pieces.size()];
        int count = 0;
        for (var piece : pieces) {
            long offset = layout.offsets()[piece.block()];
            long stored = layout.counts()[piece.block()];
            long from = 0;
            long length = stored;
            if (layout.direct()) {
                from = from(piece.x(), piece.y());
                length = length(piece.width(), piece.height());
            } else if (cache.holds(key(piece.block()))) {
                continue;
            }
            // what lies wrong is told where it is read
            if (!layout.leftOut(piece.block())
                    && stored > 0
                    && offset >= 0
                    && length > 0
                    && from + length <= stored
                    && length <= TiffLayout.MOST_BLOCK_BYTES
                    && offset <= file.size() - from - length) {
                positions[count] = offset + from;
                lengths[count++] = (int) length;
            }
        }
        if (count >= least) {
            file.prefetch(Arrays.copyOf(positions, count), Arrays.copyOf(lengths, count));
        }
        return count;
    }

    private BlockCache.Key key(int block) {
        return new BlockCache.Key(identity, block);
    }

    private void read(Piece piece, int sample, PixelTarget into, int rowLength) throws IOException {
        int block = piece.block();
        if (layout.leftOut(block)) {
            for (int row = 0; row < piece.height(); row++) {
                int at = piece.at() + row * rowLength;
                into.fill(layout.type(), at, piece.width(), layout.fill());
            }
            return;
        }
        int bytes = layout.type().bytes();
        int stride = layout.samples() * bytes;
        if (layout.direct()) {
            int most = Math.max(1, Math.min(piece.height(), READ_AT_ONCE / layout.rowBytes()));
            for (int row = 0; row < piece.height(); row += most) {
                int rows = Math.min(most, piece.height() - row);
                var pixels = uncompressed(block, piece.x(), piece.y() + row, piece.width(), rows);
                int at = piece.at() + row * rowLength;
                copy(pixels, sample * bytes, stride, piece.width(), rows, into, at, rowLength);
            }
            return;
        }
        int position = piece.y() * layout.rowBytes() + piece.x() * stride + sample * bytes;
        cache.use(
                key(block),
                new BlockDecoder(file, layout, block, cache.decoding()),
                decoded ->
                        copy(
                                ByteBuffer.wrap(decoded).order(layout.order()),
                                position,
                                stride,
                                piece.width(),
                                piece.height(),
                                into,
                                piece.at(),
                                rowLength));
    }

    private void copy(
            ByteBuffer pixels,
            int position,
            int stride,
            int width,
            int height,
            PixelTarget into,
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

    private long from(int x, int y) {
        return (long) y * layout.rowBytes() + (long) x * layout.samples() * layout.type().bytes();
    }

    /** Bytes from the first to the last pixel of some rows of a stored block. */
    private long length(int width, int rows) {
        return (rows - 1L) * layout.rowBytes()
                + (long) width * layout.samples() * layout.type().bytes();
    }

    private ByteBuffer uncompressed(int block, int x, int y, int width, int rows)
            throws IOException {
        long from = from(x, y);
        int length = (int) length(width, rows);
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
}
