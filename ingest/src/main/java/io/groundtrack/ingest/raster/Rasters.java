package io.groundtrack.ingest.raster;

import java.io.IOException;
import java.nio.file.Path;

/** Opens rasters: the content says what a file is, never its name. */
public final class Rasters {

    private Rasters() {}

    /** Opens a local file. */
    public static Raster open(Path path, BlockCache cache) throws IOException {
        return open(LocalRasterFile.open(path), cache);
    }

    /** Opens {@code file}, which is closed with the raster, or at once where it cannot be one. */
    public static Raster open(RasterFile file, BlockCache cache) throws IOException {
        byte[] head;
        try {
            head = file.read(0, (int) Math.min(16, file.size()), "header");
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        return Jp2Boxes.isJpeg2000(head)
                ? JpegTwoThousand.open(file, cache)
                : GeoTiff.open(file, cache);
    }
}
