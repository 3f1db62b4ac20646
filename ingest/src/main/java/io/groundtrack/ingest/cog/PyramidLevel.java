package io.groundtrack.ingest.cog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The image or one of its overviews while it is written: sizes, where its tiles lie in a file of
 * its own, and for an overview the rows of each band that do not fill a row of tiles yet.
 */
final class PyramidLevel {

    final int width;
    final int height;
    final int across;
    final int down;
    final long[] offsets;
    final long[] counts;
    final FileChannel spool;

    /** Per band, a row of tiles; empty for the image itself, which nothing is added to. */
    final List<double[]> rows = new ArrayList<>();

    private long bytes;

    PyramidLevel(int width, int height, int bands, int tile, boolean overview, FileChannel spool) {
        this.width = width;
        this.height = height;
        this.across = ceilDiv(width, tile);
        this.down = ceilDiv(height, tile);
        int tiles = Math.multiplyExact(Math.multiplyExact(across, down), bands);
        this.offsets = new long[tiles];
        this.counts = new long[tiles];
        this.spool = spool;
        for (int band = 0; overview && band < bands; band++) {
            rows.add(new double[Math.multiplyExact(width, Math.min(tile, height))]);
        }
    }

    static int ceilDiv(int a, int b) {
        return (int) ((a + (long) b - 1) / b);
    }

    /** Appends the tiles of one row of one band. */
    void append(int band, int row, List<byte[]> tiles) throws IOException {
        int index = (band * down + row) * across;
        for (var tile : tiles) {
            offsets[index] = bytes;
            counts[index] = tile.length;
            var buffer = ByteBuffer.wrap(tile);
            while (buffer.hasRemaining()) {
                spool.write(buffer);
            }
            bytes += tile.length;
            index++;
        }
    }

    /** Stored bytes of all tiles so far. */
    long bytes() {
        return bytes;
    }
}
