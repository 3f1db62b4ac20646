package io.groundtrack.job.rasters;

import io.groundtrack.ingest.raster.CrsTransforms;
import io.groundtrack.ingest.raster.GridWindow;
import io.groundtrack.ingest.raster.PixelPlace;
import io.groundtrack.ingest.raster.Raster;

/**
 * Which pixels of a window lie on the border between two pixels of a raster, so that either is
 * right.
 *
 * <p>Positions are worked out point by point, apart from the warp that is checked. GDAL's own
 * positions bend by up to 0.0016 pixels along a row, because its kernel interpolates there; what
 * lies closer to a border than {@value #NEAR} pixels is a tie.
 */
final class CellBorders {

    static final double NEAR = 0.002;

    private final PixelPlace.Locator locator;
    private final CrsTransforms.Point point;
    private final GridWindow window;
    private final double middle;
    private final boolean wraps;
    private final Raster raster;

    CellBorders(CrsTransforms transforms, Raster raster, PixelPlace stated, GridWindow window) {
        var place = stated.towards(window.epsg(), transforms);
        this.locator = place.locator();
        this.point = transforms.between(window.epsg(), place.epsg());
        this.window = window;
        this.wraps = transforms.isGeographic(place.epsg());
        this.middle = place.x(raster.width() / 2.0, raster.height() / 2.0);
        this.raster = raster;
    }

    /** Whether the pixel's centre lies on a border between pixels, or on the raster's edge. */
    boolean onBorder(int pixel) {
        if (!locate(pixel)) {
            return false;
        }
        return nearInteger(locator.column()) || nearInteger(locator.row());
    }

    /**
     * Whether a bilinear value may be there or not: a neighbour's weight vanishes, or the raster's
     * edge is here.
     */
    boolean onCentreLine(int pixel) {
        if (!locate(pixel)) {
            return false;
        }
        return nearInteger(locator.column() - 0.5)
                || nearInteger(locator.row() - 0.5)
                || nearEdge(locator.column(), raster.width())
                || nearEdge(locator.row(), raster.height());
    }

    private boolean locate(int pixel) {
        double x = window.ulx() + (pixel % window.columns() + 0.5) * window.pixelMetres();
        double y = window.uly() - (pixel / window.columns() + 0.5) * window.pixelMetres();
        if (!point.move(x, y)) {
            return false;
        }
        double px = wraps ? point.x() - 360 * Math.rint((point.x() - middle) / 360) : point.x();
        return locator.locate(px, point.y());
    }

    private static boolean nearInteger(double value) {
        return Math.abs(value - Math.rint(value)) < NEAR;
    }

    private static boolean nearEdge(double value, int size) {
        return Math.abs(value) < NEAR || Math.abs(value - size) < NEAR;
    }
}
