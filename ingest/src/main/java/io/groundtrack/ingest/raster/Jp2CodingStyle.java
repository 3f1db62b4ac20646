package io.groundtrack.ingest.raster;

import java.nio.ByteBuffer;

/**
 * How a component is coded, as far as it decides how much memory its decoding takes.
 *
 * @param layers quality layers; 0 in the style of one component, which has none of its own
 * @param blockWidth log2 of a code-block's columns
 * @param blockHeight log2 of its rows
 * @param precincts log2 of the sizes by resolution, smallest first: rows in the upper four bits
 */
record Jp2CodingStyle(int layers, int levels, int blockWidth, int blockHeight, byte[] precincts) {

    /** About 200 bytes each in the library. */
    private static final long MOST_BLOCKS = 1 << 20;

    private static final long MOST_PACKETS = 1 << 24;

    private static final int MOST_LEVELS = 32;

    /** What a COD segment says, from behind its length. */
    static Jp2CodingStyle ofAll(RasterFile file, ByteBuffer segment) throws RasterException {
        require(file, segment.capacity() >= 10);
        int layers = segment.getShort(2) & 0xffff;
        require(file, layers > 0);
        return of(file, segment, 5, layers, (segment.get(0) & 1) != 0);
    }

    /** Which component a COC segment is about. */
    static int component(RasterFile file, ByteBuffer segment) throws RasterException {
        require(file, segment.capacity() >= 7);
        return segment.get(0) & 0xff;
    }

    /** What a COC segment says. */
    static Jp2CodingStyle ofOne(RasterFile file, ByteBuffer segment) throws RasterException {
        require(file, segment.capacity() >= 7);
        return of(file, segment, 2, 0, (segment.get(1) & 1) != 0);
    }

    private static Jp2CodingStyle of(
            RasterFile file, ByteBuffer segment, int at, int layers, boolean sized)
            throws RasterException {
        int levels = segment.get(at) & 0xff;
        int blockWidth = (segment.get(at + 1) & 0xff) + 2;
        int blockHeight = (segment.get(at + 2) & 0xff) + 2;
        require(file, levels <= MOST_LEVELS && blockWidth <= 10 && blockHeight <= 10);
        require(file, blockWidth + blockHeight <= 12);
        var precincts = new byte[levels + 1];
        for (int i = 0; i <= levels; i++) {
            require(file, !sized || at + 5 + i < segment.capacity());
            precincts[i] = sized ? segment.get(at + 5 + i) : (byte) 0xff;
        }
        return new Jp2CodingStyle(layers, levels, blockWidth, blockHeight, precincts);
    }

    private static void require(RasterFile file, boolean sound) throws RasterException {
        if (!sound) {
            throw file.damaged("coding style is not one (expected: as ISO/IEC 15444-1 A.6)");
        }
    }

    /** Fails where a tile of {@code width} × {@code height} falls into too many pieces. */
    void requireBounded(RasterFile file, int width, int height, int components, int layersOfAll)
            throws RasterException {
        double blocks = 0;
        double packets = 0;
        for (int i = 0; i <= levels; i++) {
            int shift = levels - i;
            double columns = Math.ceil(width / Math.scalb(1.0, shift));
            double rows = Math.ceil(height / Math.scalb(1.0, shift));
            int precinctWidth = precincts[i] & 15;
            int precinctHeight = precincts[i] >> 4 & 15;
            packets += pieces(columns, precinctWidth) * pieces(rows, precinctHeight);
            // the subbands of all but the smallest have half of its sides
            int half = i == 0 ? 0 : 1;
            blocks +=
                    (i == 0 ? 1 : 3)
                            * pieces(
                                    columns / (1 + half),
                                    Math.min(blockWidth, precinctWidth - half))
                            * pieces(
                                    rows / (1 + half),
                                    Math.min(blockHeight, precinctHeight - half));
        }
        if (blocks * components > MOST_BLOCKS
                || packets * components * layersOfAll > MOST_PACKETS) {
            throw file.unsupported(
                    "a tile of "
                            + (long) (blocks * components)
                            + " code-blocks and "
                            + (long) (packets * components * layersOfAll)
                            + " packets (expected: at most "
                            + MOST_BLOCKS
                            + " and "
                            + MOST_PACKETS
                            + ")");
        }
    }

    private static double pieces(double length, int log2) {
        return Math.ceil(length / Math.scalb(1.0, Math.max(log2, 0))) + 1;
    }
}
