package io.groundtrack.ingest.raster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How the pixels of one image lie in the file: checked, so that whoever holds a layout may trust
 * it.
 *
 * <p>Block = strip or tile. {@code width}, {@code height}, {@code blockWidth}, {@code blockHeight}
 * in pixels; {@code offsets}, {@code counts} in bytes, one per block, plane by plane where planar.
 *
 * @param order byte order of samples
 * @param stored type of the samples, and how they stand in a block
 * @param chunky true where the samples of a pixel lie together
 * @param predictor 1 none, 2 horizontal differences, 3 floating point
 * @param nodata the value that stands for no data, as GDAL writes it
 */
record TiffLayout(
        ByteOrder order,
        int width,
        int height,
        int bands,
        StoredSamples stored,
        boolean chunky,
        boolean tiled,
        int blockWidth,
        int blockHeight,
        Compression compression,
        int predictor,
        long[] offsets,
        long[] counts,
        OptionalDouble nodata) {

    /** More than any product has; a block table of this length takes 64 MiB. */
    private static final int MOST_BLOCKS = 1 << 22;

    private static final int MOST_BANDS = 4_096;

    /** Largest block that is decoded; every block in memory is at most this large. */
    static final int MOST_BLOCK_BYTES = 128 << 20;

    /** Colours that others turn into RGB when they read them, so that no sample is a pixel. */
    private static final Map<Long, String> COLOURS =
            Map.of(
                    5L, "CMYK", 6L, "YCbCr", 8L, "CIELab", 9L, "ICCLab", 10L, "ITULab", 32844L,
                    "LogL", 32845L, "LogLuv");

    static TiffLayout of(TiffDirectory directory) throws IOException {
        var file = directory.file();
        int width = dimension(directory, TiffTag.IMAGE_WIDTH);
        int height = dimension(directory, TiffTag.IMAGE_LENGTH);
        long bands = directory.number(TiffTag.SAMPLES_PER_PIXEL, 1);
        if (bands < 1 || bands > MOST_BANDS) {
            throw file.damaged(bands + " bands (expected: 1 to " + MOST_BANDS + ")");
        }
        long code = directory.number(TiffTag.COMPRESSION, 1);
        var compression =
                Compression.of(code)
                        .orElseThrow(
                                () ->
                                        file.unsupported(
                                                "compression "
                                                        + Compression.name(code)
                                                        + " is not read (expected: none,"
                                                        + " PackBits, LZW, DEFLATE or ZSTD)"));
        long fillOrder = directory.number(TiffTag.FILL_ORDER, 1);
        if (fillOrder != 1) {
            throw file.unsupported(
                    "fill order " + fillOrder + " is not read (expected: 1, highest bit first)");
        }
        long photometric = directory.number(TiffTag.PHOTOMETRIC, 1);
        if (COLOURS.containsKey(photometric)) {
            throw file.unsupported(
                    COLOURS.get(photometric)
                            + " colours (photometric "
                            + photometric
                            + ") are not read (expected: plain samples, RGB or a palette)");
        }
        var stored = StoredSamples.of(directory, (int) bands);
        long planar = directory.number(TiffTag.PLANAR_CONFIGURATION, 1);
        if (planar != 1 && planar != 2) {
            throw file.damaged("planar configuration " + planar + " (expected: 1 or 2)");
        }
        boolean chunky = planar == 1 || bands == 1;
        int predictor = predictor(directory, compression, stored);

        boolean tiled = directory.has(TiffTag.TILE_WIDTH);
        int blockWidth = tiled ? dimension(directory, TiffTag.TILE_WIDTH) : width;
        int blockHeight =
                tiled
                        ? dimension(directory, TiffTag.TILE_LENGTH)
                        : (int) Math.min(height, rowsPerStrip(directory));
        int samples = chunky ? (int) bands : 1;
        double rowBytes = (double) blockWidth * samples * stored.type().bytes();
        boolean decoded = compression != Compression.NONE || stored.packed();
        if (stored.packed()) {
            // both are held while they are widened
            rowBytes += (double) blockWidth * samples * stored.bits() / 8;
        }
        if (rowBytes * (decoded ? blockHeight : 1) > MOST_BLOCK_BYTES) {
            throw file.unsupported(
                    "blocks of "
                            + blockWidth
                            + " x "
                            + blockHeight
                            + " pixels and "
                            + samples
                            + " bands are not read (expected: at most "
                            + MOST_BLOCK_BYTES
                            + " bytes)");
        }
        long across = ceilDiv(width, blockWidth);
        long down = ceilDiv(height, blockHeight);
        double needed = (double) across * down * (chunky ? 1 : bands);
        if (needed > MOST_BLOCKS) {
            throw file.unsupported(
                    "image of "
                            + (long) needed
                            + " blocks (expected: at most "
                            + MOST_BLOCKS
                            + ")");
        }
        int blocks = (int) needed;
        var sizes = compression == Compression.NONE ? new long[blocks] : null;
        for (int block = 0; sizes != null && block < blocks; block++) {
            long top = block % down * blockHeight;
            long rows = tiled ? blockHeight : Math.min(blockHeight, height - top);
            sizes[block] = rows * stored.rowBytes((long) blockWidth * samples);
        }
        var table = BlockTable.of(directory, tiled, blocks, sizes);
        return new TiffLayout(
                directory.order(),
                width,
                height,
                (int) bands,
                stored,
                chunky,
                tiled,
                blockWidth,
                blockHeight,
                compression,
                predictor,
                table.offsets(),
                table.counts(),
                nodata(directory, stored.type()));
    }

    private static int dimension(TiffDirectory directory, TiffTag tag) throws IOException {
        long value = directory.number(tag, 0);
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw directory
                    .file()
                    .damaged(tag + " is " + value + " (expected: 1 to " + Integer.MAX_VALUE + ")");
        }
        return (int) value;
    }

    private static long rowsPerStrip(TiffDirectory directory) throws IOException {
        long rows = directory.number(TiffTag.ROWS_PER_STRIP, Integer.MAX_VALUE);
        if (rows < 1) {
            throw directory.file().damaged(rows + " rows per strip (expected: at least 1)");
        }
        return rows;
    }

    private static int predictor(
            TiffDirectory directory, Compression compression, StoredSamples stored)
            throws IOException {
        if (!compression.predicts()) {
            return 1;
        }
        long predictor = directory.number(TiffTag.PREDICTOR, 1);
        boolean whole = stored.bits() % 8 == 0;
        if (predictor < 1
                || predictor > 3
                || predictor == 2 && !whole
                || predictor == 3 && stored.type().isInteger()) {
            throw directory
                    .file()
                    .unsupported(
                            "predictor "
                                    + predictor
                                    + " with samples of type "
                                    + stored.type()
                                    + " in "
                                    + stored.bits()
                                    + " bits (expected: 1, 2 for whole bytes, or 3 for floats)");
        }
        return (int) predictor;
    }

    private static OptionalDouble nodata(TiffDirectory directory, SampleType type)
            throws IOException {
        if (!directory.has(TiffTag.GDAL_NODATA)) {
            return OptionalDouble.empty();
        }
        var text = directory.text(TiffTag.GDAL_NODATA, 64);
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            double value = NodataValue.parse(text);
            // written with more or fewer digits than a float has: compare it as the pixels are
            return OptionalDouble.of(type == SampleType.F32 ? (float) value : value);
        } catch (NumberFormatException e) {
            throw directory
                    .file()
                    .damaged(
                            TiffTag.GDAL_NODATA + " is '" + text + "' (expected: a number or nan)");
        }
    }

    private static long ceilDiv(long a, long b) {
        return (a + b - 1) / b;
    }

    int blocksAcross() {
        return (int) ceilDiv(width, blockWidth);
    }

    int blocksDown() {
        return (int) ceilDiv(height, blockHeight);
    }

    /** Samples of one pixel inside a block. */
    int samples() {
        return chunky ? bands : 1;
    }

    RasterSize size() {
        return new RasterSize(width, height);
    }

    SampleType type() {
        return stored.type();
    }

    /** Whether pixels can be taken from the file as they stand there. */
    boolean direct() {
        return compression == Compression.NONE && !stored.packed();
    }

    /** Whether a sparse writer left the block out. */
    boolean leftOut(int block) {
        return counts[block] == 0;
    }

    /** What a block that was left out is full of: the no-data value as far as the type holds it. */
    double fill() {
        var one = ByteBuffer.allocate(8);
        type().put(one, 0, nodata.orElse(0));
        return type().value(one, 0);
    }

    /** The same with the no-data value of {@code full} where it has none itself. */
    TiffLayout withNodataOf(TiffLayout full) {
        return nodata.isPresent()
                ? this
                : new TiffLayout(
                        order,
                        width,
                        height,
                        bands,
                        stored,
                        chunky,
                        tiled,
                        blockWidth,
                        blockHeight,
                        compression,
                        predictor,
                        offsets,
                        counts,
                        full.nodata);
    }

    /** Bytes of a row of a block as it comes out of its codec. */
    int storedRowBytes() {
        return (int) stored.rowBytes((long) blockWidth * samples());
    }

    /** Bytes of a row of a decoded block. */
    int rowBytes() {
        return blockWidth * samples() * type().bytes();
    }

    /** Rows stored in a block: the last strip of an image is shorter, tiles never are. */
    int blockRows(int block) {
        if (tiled) {
            return blockHeight;
        }
        int row = block % blocksDown();
        return Math.min(blockHeight, height - row * blockHeight);
    }

    int block(int band, int column, int row) {
        int inPlane = row * blocksAcross() + column;
        return chunky ? inPlane : band * blocksAcross() * blocksDown() + inPlane;
    }
}
