package io.groundtrack.ingest.raster;

/**
 * Where the pixel centres of a grid window lie in a raster, in fractional columns and rows of the
 * raster; NaN where a projection is not defined.
 *
 * <p>Between two coordinate systems: exact at every {@value #STEP}th pixel corner, bilinear in
 * between. Over 200 m the curvature of one UTM zone in its neighbour is about 0.0015 m (at 60°), so
 * the error is far below a hundredth of a pixel.
 */
final class SourcePositions {

    static final int STEP = 20;

    private static final double FULL_CIRCLE = 360;

    private final CrsTransforms transforms;
    private double[] columns = new double[0];
    private double[] rows = new double[0];
    private double left;
    private double top;
    private double right;
    private double bottom;
    private PixelPlace lastStated;
    private PixelPlace lastPlace;
    private int lastEpsg;

    SourcePositions(CrsTransforms transforms) {
        this.transforms = transforms;
    }

    double column(int pixel) {
        return columns[pixel];
    }

    double row(int pixel) {
        return rows[pixel];
    }

    double left() {
        return left;
    }

    double top() {
        return top;
    }

    double right() {
        return right;
    }

    double bottom() {
        return bottom;
    }

    /** Computes all positions of a window in a raster of {@code width} × {@code height} pixels. */
    void locate(PixelPlace stated, GridWindow window, int width, int height) {
        var place = towards(stated, window.epsg());
        if (columns.length < window.pixels()) {
            columns = new double[window.pixels()];
            rows = new double[window.pixels()];
        }
        left = Double.POSITIVE_INFINITY;
        top = Double.POSITIVE_INFINITY;
        right = Double.NEGATIVE_INFINITY;
        bottom = Double.NEGATIVE_INFINITY;
        boolean wraps = transforms.isGeographic(place.epsg());
        double middle = place.x(width / 2.0, height / 2.0);
        var point = transforms.between(window.epsg(), place.epsg());
        var locator = place.locator();
        int across = ceilDiv(window.columns()) + 1;
        int down = ceilDiv(window.rows()) + 1;
        var cornerColumns = new double[across * down];
        var cornerRows = new double[across * down];
        for (int j = 0; j < down; j++) {
            for (int i = 0; i < across; i++) {
                double x = window.ulx() + corner(i, window.columns()) * window.pixelMetres();
                double y = window.uly() - corner(j, window.rows()) * window.pixelMetres();
                int at = j * across + i;
                if (!point.move(x, y)
                        || !locator.locate(
                                wraps ? near(point.x(), middle) : point.x(), point.y())) {
                    cornerColumns[at] = Double.NaN;
                    cornerRows[at] = Double.NaN;
                    continue;
                }
                cornerColumns[at] = locator.column();
                cornerRows[at] = locator.row();
                left = Math.min(left, cornerColumns[at]);
                right = Math.max(right, cornerColumns[at]);
                top = Math.min(top, cornerRows[at]);
                bottom = Math.max(bottom, cornerRows[at]);
            }
        }
        for (int row = 0; row < window.rows(); row++) {
            interpolate(row, window, across, cornerColumns, columns);
            interpolate(row, window, across, cornerRows, rows);
        }
    }

    /** Tie points are brought to the grid's system once, not for every patch. */
    private PixelPlace towards(PixelPlace stated, int epsg) {
        if (stated != lastStated || epsg != lastEpsg) {
            lastPlace = stated.towards(epsg, transforms);
            lastStated = stated;
            lastEpsg = epsg;
        }
        return lastPlace;
    }

    private static int ceilDiv(int pixels) {
        return (pixels + STEP - 1) / STEP;
    }

    private static int corner(int index, int pixels) {
        return Math.min(index * STEP, pixels);
    }

    /** The same longitude, in the turn that is nearest to {@code middle}. */
    private static double near(double longitude, double middle) {
        return longitude - FULL_CIRCLE * Math.rint((longitude - middle) / FULL_CIRCLE);
    }

    private static void interpolate(
            int row, GridWindow window, int across, double[] corners, double[] into) {
        int cellRow = row / STEP;
        int firstRow = cellRow * STEP;
        int cellHeight = Math.min(STEP, window.rows() - firstRow);
        double down = (row + 0.5 - firstRow) / cellHeight;
        for (int column = 0; column < window.columns(); column++) {
            int cellColumn = column / STEP;
            int firstColumn = cellColumn * STEP;
            int cellWidth = Math.min(STEP, window.columns() - firstColumn);
            double right = (column + 0.5 - firstColumn) / cellWidth;
            int at = cellRow * across + cellColumn;
            double upper = corners[at] + right * (corners[at + 1] - corners[at]);
            double lower =
                    corners[at + across]
                            + right * (corners[at + across + 1] - corners[at + across]);
            into[row * window.columns() + column] = upper + down * (lower - upper);
        }
    }
}
