package io.groundtrack.ingest.cutting;

import io.groundtrack.ingest.raster.CrsTransforms;
import io.groundtrack.ingest.raster.Georeference;
import io.groundtrack.ingest.raster.GridWindow;
import io.groundtrack.ingest.raster.Raster;
import java.io.IOException;

/**
 * Tells rasters which of their pixels a window of the grid will need, so that remote ones fetch all
 * bands of the next patches at once, neighbours together.
 *
 * <p>A hint: the rectangle is found from a few points and may be a little too large or small.
 * Rasters placed by tie points are not told.
 */
final class ReadAhead {

    /** Patches side by side that are told of together, one such group ahead of the cutting. */
    static final int PATCHES = 8;

    private static final int POINTS = 5;
    private static final int MARGIN = 2;

    private final CrsTransforms transforms;

    ReadAhead(CrsTransforms transforms) {
        this.transforms = transforms;
    }

    void tell(Raster raster, int band, Georeference place, GridWindow window) throws IOException {
        var way = transforms.between(window.epsg(), place.epsg());
        double left = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        double stepX = window.columns() * window.pixelMetres() / (POINTS - 1);
        double stepY = window.rows() * window.pixelMetres() / (POINTS - 1);
        for (int j = 0; j < POINTS; j++) {
            for (int i = 0; i < POINTS; i++) {
                if (!way.move(window.ulx() + i * stepX, window.uly() - j * stepY)) {
                    return;
                }
                double column = place.column(way.x(), way.y());
                double row = place.row(way.x(), way.y());
                left = Math.min(left, column);
                right = Math.max(right, column);
                top = Math.min(top, row);
                bottom = Math.max(bottom, row);
            }
        }
        int margin = place.epsg() == window.epsg() ? 0 : MARGIN;
        int x = inside(Math.floor(left) - margin, raster.width());
        int y = inside(Math.floor(top) - margin, raster.height());
        int width = inside(Math.ceil(right) + margin, raster.width()) - x;
        int height = inside(Math.ceil(bottom) + margin, raster.height()) - y;
        if (width > 0 && height > 0) {
            raster.prefetch(band, x, y, width, height);
        }
    }

    private static int inside(double position, int size) {
        return (int) Math.max(0, Math.min(size, position));
    }
}
