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
        boolean jpeg2000;
        try {
            jpeg2000 = isJpeg2000(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        return jpeg2000 ? JpegTwoThousand.open(file, cache) : GeoTiff.open(file, cache);
    }

    /** Whether {@code file} begins as JPEG 2000 does. */
    public static boolean isJpeg2000(RasterFile file) throws IOException {
        return Jp2Boxes.isJpeg2000(file.read(0, (int) Math.min(16, file.size()), "header"));
    }
}
