package io.groundtrack.ingest.raster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the pixel centres of a grid window lie in a raster, in fractional columns and rows of the
 * raster, and how much finer the raster is; NaN where it is not.
 *
 * <p>The same positions as GDAL's warper takes by default, so that pixels are the same: exact at
 * both ends of a row of the window and linear in between where the middle is then off by at most an
 * eighth of a pixel (a row of 1.2 km bends by 0.01 pixels and less, but for the poles), else exact
 * at both ends of half a row, and so on. A window of more than 100 pixels that lies mostly beside
 * the raster is halved, and each part stands for itself: GDAL's rule, which decides how strongly a
 * finer raster is smoothed. Between systems nothing else is approximated.
 *
 * <p>State: positions of the last window, used again for the next band of it. Not thread safe.
 */
final class SourcePositions {

    private static final double FULL_CIRCLE = 360;
    private static final double MOST_BEND_PIXELS = 0.125;
    private static final int FEWEST_TO_BEND = 5;
    private static final int EDGE_STEPS = 20;
    private static final double LEAST_FILLED = 0.5;
    private static final int MOST_WHOLE = 100;
    private static final double SMOOTHED_BELOW = 0.95;

    /**
     * A part of the window.
     *
     * @param xScale pixels of the window in a column of the raster; below 1 the raster is finer
     * @param yScale likewise in a row
     */
    record Part(int x, int y, int width, int height, double xScale, double yScale) {

        /** Whether the four pixels around a position are enough. */
        boolean isPlain() {
            return xScale >= SMOOTHED_BELOW && yScale >= SMOOTHED_BELOW;
        }
    }

    /** What was asked for last. */
    private record Asked(PixelPlace place, GridWindow window, int width, int height) {

        boolean is(PixelPlace other, GridWindow of, int columns, int rows) {
            return place.equals(other) && window.equals(of) && width == columns && height == rows;
        }
    }

    private final CrsTransforms transforms;
    private final List<Part> parts = new ArrayList<>();
    private double[] columns = new double[0];
    private double[] rows = new double[0];
    private Asked asked;
    private CrsTransforms.Point point;
    private PixelPlace.Locator locator;
    private boolean wraps;
    private double middle;
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

    /** The parts that have pixels in the raster; all others are beside it. */
    List<Part> parts() {
        return parts;
    }

    /** Computes all positions of a window in a raster of {@code width} × {@code height} pixels. */
    void locate(PixelPlace stated, GridWindow window, int width, int height) {
        if (asked != null && asked.is(stated, window, width, height)) {
            return;
        }
        asked = null;
        var place = towards(stated, window.epsg());
        point = transforms.between(window.epsg(), place.epsg());
        locator = place.locator();
        wraps = transforms.isGeographic(place.epsg());
        middle = place.x(width / 2.0, height / 2.0);
        if (columns.length < window.pixels()) {
            columns = new double[window.pixels()];
            rows = new double[window.pixels()];
        }
        Arrays.fill(columns, 0, window.pixels(), Double.NaN);
        Arrays.fill(rows, 0, window.pixels(), Double.NaN);
        parts.clear();
        var whole = new Asked(stated, window, width, height);
        divide(whole, 0, 0, window.columns(), window.rows());
        asked = whole;
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

    /** What a part of the window covers of the raster's columns, or of its rows. */
    private record Cover(double from, double to, int size, int pixels) {

        double length() {
            return to - from;
        }

        double scale() {
            return Math.max(1e-3, pixels / length());
        }

        int radius() {
            return scale() < SMOOTHED_BELOW ? (int) Math.ceil(1 / scale()) : 1;
        }

        int first() {
            return (int) Math.min(size, Math.max(0, from));
        }

        int end() {
            return (int) Math.max(0, Math.min(size, Math.ceil(to)));
        }

        /** Raster pixels that are read, those around it included. */
        int read() {
            if (end() - first() > 0.9 * size) {
                return size;
            }
            int start = Math.max(0, first() - radius());
            return Math.max(0, Math.min(size - start, end() - start + radius()));
        }

        /** Scale of the resampling: of what lies in the raster, whole fractions rounded. */
        double kernelScale() {
            double inside = Math.max(0, Math.min(size - first(), length()));
            double scale = pixels / inside;
            double whole = Math.rint(1 / scale);
            return scale < 1 && Math.abs(1 / scale - whole) < 0.05 ? 1 / whole : scale;
        }
    }

    private void divide(Asked whole, int x, int y, int width, int height) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (int i = 0; i <= EDGE_STEPS; i++) {
            double across = x + (double) width * i / EDGE_STEPS;
            double down = y + (double) height * i / EDGE_STEPS;
            for (int edge = 0; edge < 4; edge++) {
                double px = edge < 2 ? across : edge == 2 ? x : x + width;
                double py = edge > 1 ? down : edge == 0 ? y : y + height;
                if (find(whole.window(), px, py)) {
                    left = Math.min(left, locator.column());
                    right = Math.max(right, locator.column());
                    top = Math.min(top, locator.row());
                    bottom = Math.max(bottom, locator.row());
                }
            }
        }
        if (!(right > left && bottom > top)) {
            return;
        }
        var across = new Cover(left, right, whole.width(), width);
        var down = new Cover(top, bottom, whole.height(), height);
        double filled =
                (double) across.read()
                        * down.read()
                        / Math.max(
                                1,
                                (across.length() + 2 * across.radius())
                                        * (down.length() + 2 * down.radius()));
        if (filled == 0) {
            return;
        }
        if (filled < LEAST_FILLED && (width > MOST_WHOLE || height > MOST_WHOLE)) {
            if (width > height) {
                divide(whole, x, y, width / 2, height);
                divide(whole, x + width / 2, y, width - width / 2, height);
            } else {
                divide(whole, x, y, width, height / 2);
                divide(whole, x, y + height / 2, width, height - height / 2);
            }
            return;
        }
        for (int row = y; row < y + height; row++) {
            fillRow(whole.window(), row, x, x + width);
        }
        parts.add(new Part(x, y, width, height, across.kernelScale(), down.kernelScale()));
    }

    /** Positions of the pixels {@code from} … {@code to} of a row. */
    private void fillRow(GridWindow window, int row, int from, int to) {
        int count = to - from;
        int at = row * window.columns();
        if (count <= FEWEST_TO_BEND) {
            exactly(window, row, from, to);
            return;
        }
        int halfway = from + (count - 1) / 2;
        boolean all = find(window, from + 0.5, row + 0.5);
        double column = locator.column();
        double line = locator.row();
        all &= find(window, halfway + 0.5, row + 0.5);
        double middleColumn = locator.column();
        double middleLine = locator.row();
        all &= find(window, to - 0.5, row + 0.5);
        if (!all) {
            exactly(window, row, from, to);
            return;
        }
        double byColumn = (locator.column() - column) / (count - 1);
        double byLine = (locator.row() - line) / (count - 1);
        double bend =
                Math.abs(column + byColumn * (halfway - from) - middleColumn)
                        + Math.abs(line + byLine * (halfway - from) - middleLine);
        if (bend > MOST_BEND_PIXELS) {
            fillRow(window, row, from, halfway);
            fillRow(window, row, halfway, to);
            return;
        }
        for (int i = 0; i < count; i++) {
            columns[at + from + i] = column + byColumn * i;
            rows[at + from + i] = line + byLine * i;
        }
    }

    private void exactly(GridWindow window, int row, int from, int to) {
        int at = row * window.columns();
        for (int i = from; i < to; i++) {
            boolean found = find(window, i + 0.5, row + 0.5);
            columns[at + i] = found ? locator.column() : Double.NaN;
            rows[at + i] = found ? locator.row() : Double.NaN;
        }
    }

    /** Finds a point of the window, counted in its pixels. */
    private boolean find(GridWindow window, double column, double row) {
        double x = window.ulx() + column * window.pixelMetres();
        double y = window.uly() - row * window.pixelMetres();
        return point.move(x, y)
                && locator.locate(wraps ? near(point.x(), middle) : point.x(), point.y());
    }

    /** The same longitude, in the turn that is nearest to {@code middle}. */
    private static double near(double longitude, double middle) {
        return longitude - FULL_CIRCLE * Math.rint((longitude - middle) / FULL_CIRCLE);
    }
}
