package io.groundtrack.ingest.raster;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How the pixels of one image lie in the file: checked, so that whoever holds a layout may trust
 * it.
 *
 * <p>Block = strip or tile. {@code width}, {@code height}, {@code blockWidth}, {@code blockHeight}
 * in pixels; {@code offsets}, {@code counts} in bytes, one per block, plane by plane where planar.
 *
 * @param order byte order of samples
 * @param chunky true where the samples of a pixel lie together
 * @param predictor 1 none, 2 horizontal differences, 3 floating point
 * @param nodata the value that stands for no data, as GDAL writes it
 */
record TiffLayout(
        ByteOrder order,
        int width,
        int height,
        int bands,
        SampleType type,
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

    private static final int YCBCR = 6;

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
                                                        + " is not read (expected: none, LZW,"
                                                        + " DEFLATE or ZSTD)"));
        if (directory.number(TiffTag.FILL_ORDER, 1) != 1
                || directory.number(TiffTag.PHOTOMETRIC, 1) == YCBCR) {
            throw file.unsupported(
                    "reversed bits or YCbCr colours are not read (expected: plain samples)");
        }
        var type = type(directory, (int) bands);
        long planar = directory.number(TiffTag.PLANAR_CONFIGURATION, 1);
        if (planar != 1 && planar != 2) {
            throw file.damaged("planar configuration " + planar + " (expected: 1 or 2)");
        }
        boolean chunky = planar == 1 || bands == 1;
        int predictor = predictor(directory, compression, type);

        boolean tiled = directory.has(TiffTag.TILE_WIDTH);
        int blockWidth = tiled ? dimension(directory, TiffTag.TILE_WIDTH) : width;
        int blockHeight =
                tiled
                        ? dimension(directory, TiffTag.TILE_LENGTH)
                        : (int) Math.min(height, rowsPerStrip(directory));
        int samples = chunky ? (int) bands : 1;
        double blockBytes = (double) blockWidth * blockHeight * samples * type.bytes();
        if (compression != Compression.NONE && blockBytes > MOST_BLOCK_BYTES
                || (double) blockWidth * samples * type.bytes() > MOST_BLOCK_BYTES) {
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
        var offsets =
                directory.numbers(tiled ? TiffTag.TILE_OFFSETS : TiffTag.STRIP_OFFSETS, blocks);
        var layout =
                new TiffLayout(
                        directory.order(),
                        width,
                        height,
                        (int) bands,
                        type,
                        chunky,
                        tiled,
                        blockWidth,
                        blockHeight,
                        compression,
                        predictor,
                        offsets,
                        new long[blocks],
                        nodata(directory, type));
        layout.fillCounts(directory);
        return layout;
    }

    private void fillCounts(TiffDirectory directory) throws IOException {
        var tag = tiled ? TiffTag.TILE_BYTE_COUNTS : TiffTag.STRIP_BYTE_COUNTS;
        if (directory.has(tag) || compression != Compression.NONE) {
            var stored = directory.numbers(tag, counts.length);
            System.arraycopy(stored, 0, counts, 0, counts.length);
            return;
        }
        // writers of uncompressed files may leave the counts out: they follow from the sizes
        for (int block = 0; block < counts.length; block++) {
            counts[block] = (long) blockRows(block) * rowBytes();
        }
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

    private static SampleType type(TiffDirectory directory, int bands) throws IOException {
        long bits = same(directory, TiffTag.BITS_PER_SAMPLE, bands, 1);
        long format = same(directory, TiffTag.SAMPLE_FORMAT, bands, 1);
        return SampleType.of(format, bits)
                .orElseThrow(
                        () ->
                                directory
                                        .file()
                                        .unsupported(
                                                "samples of "
                                                        + bits
                                                        + " bits and format "
                                                        + format
                                                        + " are not read (expected: integers of 8,"
                                                        + " 16, 32 bits or floats of 32, 64 bits)"));
    }

    private static long same(TiffDirectory directory, TiffTag tag, int bands, long otherwise)
            throws IOException {
        if (!directory.has(tag)) {
            return otherwise;
        }
        var values = directory.numbers(tag, (int) Math.min(bands, directory.count(tag)));
        for (long value : values) {
            if (value != values[0]) {
                throw directory
                        .file()
                        .unsupported(
                                tag
                                        + " differs between bands: "
                                        + Arrays.toString(
                                                Arrays.copyOf(values, Math.min(values.length, 8)))
                                        + " (expected: one type)");
            }
        }
        return values[0];
    }

    private static int predictor(TiffDirectory directory, Compression compression, SampleType type)
            throws IOException {
        if (compression == Compression.NONE) {
            return 1;
        }
        long predictor = directory.number(TiffTag.PREDICTOR, 1);
        if (predictor < 1 || predictor > 3 || predictor == 3 && type.isInteger()) {
            throw directory
                    .file()
                    .unsupported(
                            "predictor "
                                    + predictor
                                    + " with samples of type "
                                    + type
                                    + " (expected: 1 or 2, or 3 for floats)");
        }
        return (int) predictor;
    }

    private static OptionalDouble nodata(TiffDirectory directory, SampleType type)
            throws IOException {
        if (!directory.has(TiffTag.GDAL_NODATA)) {
            return OptionalDouble.empty();
        }
        var text = directory.text(TiffTag.GDAL_NODATA, 64);
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

    int rowBytes() {
        return blockWidth * samples() * type.bytes();
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
