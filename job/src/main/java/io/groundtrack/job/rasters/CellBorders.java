package io.groundtrack.job.rasters;

import io.groundtrack.ingest.raster.CrsTransforms;
import io.groundtrack.ingest.raster.GridWindow;
import io.groundtrack.ingest.raster.PixelPlace;
import io.groundtrack.ingest.raster.Raster;

/**
 * Which pixels of a window lie on the border between two pixels of a raster, so that either is
 * right.
 *
 * <p>Positions are worked out point by point, apart from the warp that is checked. GDAL's own are
 * linear along a row of the window: what lies closer to a border than the row bends there, or than
 * {@value #NEAR} pixels, is a tie.
 */
final class CellBorders {

    static final double NEAR = 0.0005;

    private final PixelPlace.Locator locator;
    private final CrsTransforms.Point point;
    private final GridWindow window;
    private final double middle;
    private final boolean wraps;
    private final double[] ends = new double[4];
    private boolean straight;
    private int lastLine = -1;
    private double column;
    private double row;
    private double slackColumn;
    private double slackRow;

    CellBorders(CrsTransforms transforms, Raster raster, PixelPlace stated, GridWindow window) {
        var place = stated.towards(window.epsg(), transforms);
        this.locator = place.locator();
        this.point = transforms.between(window.epsg(), place.epsg());
        this.window = window;
        this.wraps = transforms.isGeographic(place.epsg());
        this.middle = place.x(raster.width() / 2.0, raster.height() / 2.0);
    }

    /** Whether the pixel's centre lies on a border between pixels, or on the raster's edge. */
    boolean onBorder(int pixel) {
        return locate(pixel) && (nearInteger(column, slackColumn) || nearInteger(row, slackRow));
    }

    /**
     * Whether a bilinear value may be there or not: a neighbour's weight vanishes, or another pixel
     * may lie under the centre.
     */
    boolean onCentreLine(int pixel) {
        return locate(pixel)
                && (nearInteger(2 * column, 2 * slackColumn) || nearInteger(2 * row, 2 * slackRow));
    }

    private boolean locate(int pixel) {
        int line = pixel / window.columns();
        int at = pixel % window.columns();
        if (line != lastLine) {
            lastLine = line;
            straight =
                    find(0, line)
                            && keep(ends, 0)
                            && find(window.columns() - 1, line)
                            && keep(ends, 2);
        }
        if (!find(at, line)) {
            return false;
        }
        column = locator.column();
        row = locator.row();
        slackColumn = NEAR;
        slackRow = NEAR;
        if (straight && window.columns() > 1) {
            double share = (double) at / (window.columns() - 1);
            slackColumn += Math.abs(ends[0] + share * (ends[2] - ends[0]) - column);
            slackRow += Math.abs(ends[1] + share * (ends[3] - ends[1]) - row);
        }
        return true;
    }

    private boolean keep(double[] into, int at) {
        into[at] = locator.column();
        into[at + 1] = locator.row();
        return true;
    }

    private boolean find(int at, int line) {
        double x = window.ulx() + (at + 0.5) * window.pixelMetres();
        double y = window.uly() - (line + 0.5) * window.pixelMetres();
        if (!point.move(x, y)) {
            return false;
        }
        double px = wraps ? point.x() - 360 * Math.rint((point.x() - middle) / 360) : point.x();
        return locator.locate(px, point.y());
    }

    private static boolean nearInteger(double value, double slack) {
        return Math.abs(value - Math.rint(value)) < slack;
    }
}
