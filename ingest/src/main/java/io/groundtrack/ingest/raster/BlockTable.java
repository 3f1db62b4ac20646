package io.groundtrack.ingest.raster;

import java.io.IOException;
import java.util.Arrays;

/**
 * Where the blocks of an image stand in the file: first byte and bytes of each, plane by plane
 * where planar. A block without bytes was left out by a sparse writer.
 *
 * <p>Byte counts that a writer left out, or got wrong for an image's only strip, are worked out: of
 * uncompressed blocks from their sizes, of compressed ones from where the next begins.
 */
record BlockTable(long[] offsets, long[] counts) {

    /**
     * The table of {@code blocks} blocks; {@code sizes} are their bytes where uncompressed, else
     * null.
     */
    static BlockTable of(TiffDirectory directory, boolean tiled, int blocks, long[] sizes)
            throws IOException {
        // some old writers put tiles under the strips' tags
        var offsetTag = tag(directory, tiled, TiffTag.TILE_OFFSETS, TiffTag.STRIP_OFFSETS);
        var countTag = tag(directory, tiled, TiffTag.TILE_BYTE_COUNTS, TiffTag.STRIP_BYTE_COUNTS);
        var offsets = directory.numbers(offsetTag, blocks);
        if (!directory.has(countTag)) {
            return new BlockTable(
                    offsets, sizes != null ? sizes : upToTheNext(directory.file(), offsets));
        }
        var counts = directory.numbers(countTag, blocks);
        if (blocks == 1 && !tiled && offsets[0] > 0) {
            long least = sizes != null ? sizes[0] : 1;
            if (counts[0] >= 0 && counts[0] < least) {
                counts = sizes != null ? sizes : upToTheNext(directory.file(), offsets);
            }
        }
        return new BlockTable(offsets, counts);
    }

    private static TiffTag tag(
            TiffDirectory directory, boolean tiled, TiffTag ofTiles, TiffTag ofStrips) {
        return tiled && (directory.has(ofTiles) || !directory.has(ofStrips)) ? ofTiles : ofStrips;
    }

    private static long[] upToTheNext(RasterFile file, long[] offsets) {
        var sorted = offsets.clone();
        Arrays.sort(sorted);
        var counts = new long[offsets.length];
        for (int block = 0; block < offsets.length; block++) {
            if (offsets[block] > 0 && offsets[block] < file.size()) {
                int next = Arrays.binarySearch(sorted, offsets[block]) + 1;
                while (next < sorted.length && sorted[next] == offsets[block]) {
                    next++;
                }
                long end = next < sorted.length ? sorted[next] : file.size();
                counts[block] = Math.min(end, file.size()) - offsets[block];
            }
        }
        return counts;
    }
}
