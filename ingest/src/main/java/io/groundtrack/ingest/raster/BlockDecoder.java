package io.groundtrack.ingest.raster;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Stored bytes of a compressed or packed block → its samples, row by row, in the file's byte order.
 *
 * <p>Errors: {@link RasterException} where the block decodes to less than its size; what it holds
 * beyond its size is never unpacked.
 */
final class BlockDecoder {

    private BlockDecoder() {}

    static byte[] decode(RasterFile file, TiffLayout layout, int block) throws IOException {
        var name = "block " + block;
        int rows = layout.blockRows(block);
        int size = rows * layout.storedRowBytes();
        long count = layout.counts()[block];
        if (count < 0 || count > Integer.MAX_VALUE - 8) {
            throw file.damaged(
                    name
                            + " of "
                            + Long.toUnsignedString(count)
                            + " stored bytes (expected: below 2 GiB)");
        }
        if (!layout.compression().canHold(count, size)) {
            throw file.damaged(
                    name
                            + " has "
                            + count
                            + " stored bytes (expected: as many as "
                            + size
                            + " bytes of pixels need)");
        }
        var stored = file.read(layout.offsets()[block], (int) count, name);
        var pixels =
                switch (layout.compression()) {
                    case DEFLATE -> inflate(file, name, stored, size);
                    case ZSTD -> zstd(file, name, stored, size);
                    case LZW -> lzw(file, name, stored, size);
                    case PACKBITS -> packBits(file, name, stored, size);
                    case NONE -> uncompressed(file, name, stored, size);
                };
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

    private static byte[] inflate(RasterFile file, String name, byte[] stored, int size)
            throws RasterException {
        var pixels = new byte[size];
        var inflater = new Inflater();
        try {
            inflater.setInput(stored);
            int done = 0;
            while (done < size) {
                int step = inflater.inflate(pixels, done, size - done);
                if (step == 0) {
                    throw tooShort(file, name, done, size);
                }
                done += step;
            }
            // zlib checks its sum only when asked for what follows the last byte
            inflater.inflate(new byte[1]);
            return pixels;
        } catch (DataFormatException e) {
            throw file.damaged(name + ": " + e.getMessage() + " (expected: sound DEFLATE)");
        } finally {
            inflater.end();
        }
    }

    private static byte[] zstd(RasterFile file, String name, byte[] stored, int size)
            throws RasterException {
        long announced = Zstd.getFrameContentSize(stored);
        if (announced > 0 && announced < size) {
            throw tooShort(file, name, announced, size);
        }
        var pixels = new byte[size];
        long done;
        try {
            done = Zstd.decompressByteArray(pixels, 0, size, stored, 0, stored.length);
        } catch (ZstdException e) {
            throw file.damaged(name + ": " + e.getMessage() + " (expected: sound ZSTD)");
        }
        if (done < size) {
            throw tooShort(file, name, done, size);
        }
        return pixels;
    }

    private static byte[] lzw(RasterFile file, String name, byte[] stored, int size)
            throws RasterException {
        if (Lzw.isOldStyle(stored)) {
            throw file.unsupported(name + " is LZW in the old bit order (expected: TIFF 6.0)");
        }
        var pixels = new byte[size];
        int done = Lzw.decode(stored, pixels);
        if (done < size) {
            throw tooShort(file, name, done, size);
        }
        return pixels;
    }

    private static byte[] packBits(RasterFile file, String name, byte[] stored, int size)
            throws RasterException {
        var pixels = new byte[size];
        int done = PackBits.decode(stored, pixels);
        if (done < size) {
            throw tooShort(file, name, done, size);
        }
        return pixels;
    }

    private static byte[] uncompressed(RasterFile file, String name, byte[] stored, int size)
            throws RasterException {
        if (stored.length < size) {
            throw tooShort(file, name, stored.length, size);
        }
        return stored;
    }

    private static RasterException tooShort(RasterFile file, String name, long done, int size) {
        return file.damaged(
                name + " decodes to " + done + " bytes (expected: " + size + "): truncated");
    }
}
