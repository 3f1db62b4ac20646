package io.groundtrack.ingest.raster;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.util.zip.DataFormatException;

/**
 * Stored bytes of a compressed or packed block → its samples, row by row, in the file's byte order,
 * and {@link Codecs#MARGIN} bytes behind them that mean nothing.
 *
 * <p>Errors: {@link RasterException} where the block decodes to less than its size; what it holds
 * beyond its size is never unpacked.
 */
record BlockDecoder(RasterFile raster, TiffLayout layout, int block, Decoding decoding)
        implements BlockCache.Block {

    /** No codec makes more than twice as much of what it cannot make smaller. */
    private static final int SLACK = 64 << 10;

    private String name() {
        return "block " + block;
    }

    private int size() {
        return layout.blockRows(block) * layout.storedRowBytes();
    }

    /** Stored bytes that are looked at: what lies behind them is not needed for the pixels. */
    private int toRead() {
        return (int) Math.max(0, Math.min(layout.counts()[block], 2L * size() + SLACK));
    }

    @Override
    public String file() {
        return raster.name();
    }

    @Override
    public long bytes() {
        long widened =
                layout.stored().packed() ? (long) layout.blockRows(block) * layout.rowBytes() : 0;
        return (long) toRead() + size() + widened;
    }

    @Override
    public byte[] read() throws IOException {
        int size = size();
        long count = layout.counts()[block];
        if (count < 0 || count > Integer.MAX_VALUE - 8) {
            throw raster.damaged(
                    name()
                            + " of "
                            + Long.toUnsignedString(count)
                            + " stored bytes (expected: below 2 GiB)");
        }
        if (!layout.compression().canHold(count, size)) {
            throw raster.damaged(
                    name()
                            + " has "
                            + count
                            + " stored bytes (expected: as many as "
                            + size
                            + " bytes of pixels need)");
        }
        long offset = layout.offsets()[block];
        boolean inside = offset >= 0 && offset <= raster.size() - count;
        // what is cut off is told as such, though its beginning may be there
        return raster.read(offset, inside ? toRead() : (int) count, name());
    }

    @Override
    public byte[] decode(byte[] stored) throws IOException {
        var name = name();
        int size = size();
        int rows = layout.blockRows(block);
        long announced = announced(layout.compression(), stored);
        if (announced < size) {
            throw tooShort(raster, name, announced, size);
        }
        var pixels = new byte[Math.addExact(size, Codecs.MARGIN)];
        var codecs = Codecs.borrow();
        try {
            int done =
                    unpack(
                            raster,
                            layout.compression(),
                            name,
                            stored,
                            pixels,
                            size,
                            codecs,
                            decoding);
            if (done < size) {
                throw tooShort(raster, name, done, size);
            }
        } finally {
            codecs.giveBack();
        }
        Predictors.undo(
                layout.predictor(),
                pixels,
                rows,
                layout.storedRowBytes(),
                layout.samples(),
                layout.stored().bits() / 8,
                layout.order());
        return layout.stored().packed()
                ? layout.stored()
                        .widen(pixels, rows, layout.blockWidth() * layout.samples(), layout.order())
                : pixels;
    }

    /** What the stored bytes say that they hold, before room is made for it. */
    private static long announced(Compression compression, byte[] stored) {
        long bytes = compression == Compression.ZSTD ? Zstd.getFrameContentSize(stored) : 0;
        return bytes > 0 ? bytes : Long.MAX_VALUE;
    }

    private static RasterException tooShort(RasterFile file, String name, long done, int size) {
        return file.damaged(
                name + " decodes to " + done + " bytes (expected: " + size + "): truncated");
    }

    private static int unpack(
            RasterFile file,
            Compression compression,
            String name,
            byte[] stored,
            byte[] into,
            int size,
            Codecs codecs,
            Decoding decoding)
            throws RasterException {
        try {
            return switch (compression) {
                case DEFLATE -> codecs.inflate(stored, into, size, decoding.usesNativeInflater());
                case ZSTD -> codecs.zstd(stored, into, size);
                case LZW -> {
                    if (Lzw.isOldStyle(stored)) {
                        throw file.unsupported(
                                name + " is LZW in the old bit order (expected: TIFF 6.0)");
                    }
                    yield codecs.lzw(stored, into, size);
                }
                case PACKBITS -> PackBits.decode(stored, into, size);
                case NONE -> {
                    int count = Math.min(stored.length, size);
                    System.arraycopy(stored, 0, into, 0, count);
                    yield count;
                }
            };
        } catch (DataFormatException | ZstdException e) {
            throw file.damaged(
                    name + ": " + e.getMessage() + " (expected: sound " + compression + ")");
        }
    }
}
