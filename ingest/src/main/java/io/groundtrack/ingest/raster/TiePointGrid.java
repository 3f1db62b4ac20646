package io.groundtrack.ingest.raster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the pixels of a raster lie, by a grid of tie points: Sentinel-1 GRD as ESA delivers it, 21
 * columns by about 10 rows, not corrected for terrain.
 *
 * <p>in: fractional column and row → out: a point, linear along each row of tie points and linear
 * between rows, so bilinear where rows and columns are regular; rows may have their own columns and
 * may bend. Beyond the outermost points the outermost cells go on. The way back is found by
 * Newton's method within the cells.
 *
 * <p>Points are brought to the grid's projected system before anything is interpolated: straight
 * lines of a swath are straight there to 0.3 m, but bend by 8 m · tan(latitude) between points 20
 * km apart in longitude and latitude. The height of each tie point is the ground it was computed
 * for; ground that is {@code h} metres higher lies about {@code h / tan(incidence)} off.
 *
 * <p>Immutable. Errors: what is not a grid (fewer than 2 × 2 points, columns or rows that do not
 * grow) has no place, {@link #of} is empty.
 */
public final class TiePointGrid implements PixelPlace {

    private static final int NUMBERS = 6;
    private static final int MOST_POINTS = 1 << 16;
    private static final int MOST_STEPS = 30;
    private static final double EXACT_PIXELS = 1e-7;

    /** One row of tie points: pixel and ground, columns growing. */
    private record Row(double[] columns, double[] rows, double[] x, double[] y) {

        /** The stretch between two points that holds a column, the outermost going on. */
        int stretch(double column) {
            int low = 0;
            int high = columns.length - 2;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (column >= columns[middle]) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        }

        double slope(double[] values, int at) {
            return (values[at + 1] - values[at]) / (columns[at + 1] - columns[at]);
        }

        double at(double[] values, int at, double column) {
            return values[at] + (column - columns[at]) * slope(values, at);
        }
    }

    private final int epsg;
    private final List<Row> rows;
    private final double least;
    private final double most;

    private TiePointGrid(int epsg, List<Row> rows, double least, double most) {
        this.epsg = epsg;
        this.rows = List.copyOf(rows);
        this.least = least;
        this.most = most;
    }

    /**
     * The grid of tie points in row order; empty where they are none.
     *
     * @param points column, row, 0, x, y and height of each point
     */
    public static Optional<TiePointGrid> of(int epsg, double[] points) {
        var rows = new ArrayList<Row>();
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        int from = 0;
        for (int i = 0; i < points.length; i += NUMBERS) {
            for (int k = 0; k < NUMBERS; k++) {
                if (!Double.isFinite(points[i + k])) {
                    return Optional.empty();
                }
            }
            least = Math.min(least, points[i + 5]);
            most = Math.max(most, points[i + 5]);
            boolean last = i + NUMBERS >= points.length;
            if (last || points[i + NUMBERS] <= points[i]) {
                if (i + NUMBERS - from < 2 * NUMBERS) {
                    return Optional.empty();
                }
                rows.add(row(points, from, i + NUMBERS));
                from = i + NUMBERS;
            }
        }
        boolean grid = rows.size() >= 2;
        for (int r = 0; grid && r + 1 < rows.size(); r++) {
            grid = isBelow(rows.get(r), rows.get(r + 1)) && isBelow(rows.get(r + 1), rows.get(r));
        }
        return grid ? Optional.of(new TiePointGrid(epsg, rows, least, most)) : Optional.empty();
    }

    private static Row row(double[] points, int from, int to) {
        int count = (to - from) / NUMBERS;
        var row =
                new Row(new double[count], new double[count], new double[count], new double[count]);
        for (int i = 0; i < count; i++) {
            int at = from + i * NUMBERS;
            row.columns[i] = points[at];
            row.rows[i] = points[at + 1];
            row.x[i] = points[at + 3];
            row.y[i] = points[at + 4];
        }
        return row;
    }

    /** Whether two neighbouring rows keep their order at the points of {@code one}. */
    private static boolean isBelow(Row one, Row other) {
        double sign = 0;
        for (double column : one.columns) {
            double here = one.at(one.rows, one.stretch(column), column);
            double there = other.at(other.rows, other.stretch(column), column);
            double now = Math.signum(there - here);
            if (now == 0 || sign != 0 && now != sign) {
                return false;
            }
            sign = now;
        }
        return true;
    }

    /** Tie points of a TIFF; empty where it has a scale or a matrix, or no grid of them. */
    static Optional<TiePointGrid> of(TiffDirectory directory) throws IOException {
        long count = directory.count(TiffTag.MODEL_TIE_POINT);
        if (directory.has(TiffTag.MODEL_TRANSFORMATION)
                || directory.has(TiffTag.MODEL_PIXEL_SCALE)
                || count < 4 * NUMBERS
                || count > (long) MOST_POINTS * NUMBERS
                || count % NUMBERS != 0) {
            return Optional.empty();
        }
        var points = directory.doubles(TiffTag.MODEL_TIE_POINT, (int) count);
        int[] keys = Georeference.keys(directory);
        if (keys[1] == Georeference.PIXEL_IS_POINT) {
            for (int i = 0; i < points.length; i += NUMBERS) {
                points[i] += 0.5;
                points[i + 1] += 0.5;
            }
        }
        return of(keys[0], points);
    }

    @Override
    public int epsg() {
        return epsg;
    }

    @Override
    public TiePointGrid withEpsg(int code) {
        return new TiePointGrid(code, rows, least, most);
    }

    /** Tie points. */
    public int points() {
        return rows.stream().mapToInt(row -> row.columns.length).sum();
    }

    /** Height of the lowest tie point, metres. */
    public double lowest() {
        return least;
    }

    /** Height of the highest tie point, metres. */
    public double highest() {
        return most;
    }

    @Override
    public double x(double column, double row) {
        var solver = new Newton();
        solver.evaluate(column, row);
        return solver.x;
    }

    @Override
    public double y(double column, double row) {
        var solver = new Newton();
        solver.evaluate(column, row);
        return solver.y;
    }

    @Override
    public double pixelWidth() {
        var row = rows.get(rows.size() / 2);
        int last = row.columns.length - 1;
        return Math.hypot(row.x[last] - row.x[0], row.y[last] - row.y[0])
                / (row.columns[last] - row.columns[0]);
    }

    @Override
    public TiePointGrid towards(int code, CrsTransforms transforms) {
        var point = transforms.between(epsg, code);
        var moved = new ArrayList<Row>();
        for (var row : rows) {
            var x = new double[row.x.length];
            var y = new double[row.x.length];
            for (int i = 0; i < x.length; i++) {
                boolean there = point.move(row.x[i], row.y[i]);
                x[i] = there ? point.x() : Double.NaN;
                y[i] = there ? point.y() : Double.NaN;
            }
            moved.add(new Row(row.columns, row.rows, x, y));
        }
        return new TiePointGrid(code, moved, least, most);
    }

    @Override
    public Locator locator() {
        return new Newton();
    }

    /** Point and derivatives at a pixel, and the pixel of a point. */
    private final class Newton implements Locator {

        private double x;
        private double y;
        private double xByColumn;
        private double yByColumn;
        private double xByRow;
        private double yByRow;
        private double column;
        private double row;

        /** The last pair of rows; neighbours in space are neighbours in the grid. */
        private int pair;

        void evaluate(double atColumn, double atRow) {
            pair = Math.min(pair, rows.size() - 2);
            while (pair > 0 && isAbove(atRow, pair, atColumn)) {
                pair--;
            }
            while (pair < rows.size() - 2 && !isAbove(atRow, pair + 1, atColumn)) {
                pair++;
            }
            var upper = rows.get(pair);
            var lower = rows.get(pair + 1);
            int up = upper.stretch(atColumn);
            int low = lower.stretch(atColumn);
            double top = upper.at(upper.rows, up, atColumn);
            double height = lower.at(lower.rows, low, atColumn) - top;
            double down = (atRow - top) / height;
            double topByColumn = upper.slope(upper.rows, up);
            double heightByColumn = lower.slope(lower.rows, low) - topByColumn;
            double downByColumn = -(topByColumn + down * heightByColumn) / height;
            double upperX = upper.at(upper.x, up, atColumn);
            double upperY = upper.at(upper.y, up, atColumn);
            double acrossX = lower.at(lower.x, low, atColumn) - upperX;
            double acrossY = lower.at(lower.y, low, atColumn) - upperY;
            x = upperX + down * acrossX;
            y = upperY + down * acrossY;
            xByRow = acrossX / height;
            yByRow = acrossY / height;
            xByColumn =
                    mixed(upper, up, upper.x, lower, low, lower.x, down) + downByColumn * acrossX;
            yByColumn =
                    mixed(upper, up, upper.y, lower, low, lower.y, down) + downByColumn * acrossY;
        }

        private boolean isAbove(double atRow, int line, double atColumn) {
            var points = rows.get(line);
            return atRow < points.at(points.rows, points.stretch(atColumn), atColumn);
        }

        private double mixed(
                Row upper, int up, double[] of, Row lower, int low, double[] ofLower, double down) {
            return (1 - down) * upper.slope(of, up) + down * lower.slope(ofLower, low);
        }

        @Override
        public boolean locate(double toX, double toY) {
            if (!Double.isFinite(column) || !Double.isFinite(row)) {
                column = 0;
                row = 0;
            }
            for (int step = 0; step < MOST_STEPS; step++) {
                evaluate(column, row);
                double determinant = xByColumn * yByRow - xByRow * yByColumn;
                double columns = ((toX - x) * yByRow - (toY - y) * xByRow) / determinant;
                double lines = ((toY - y) * xByColumn - (toX - x) * yByColumn) / determinant;
                column += columns;
                row += lines;
                if (!Double.isFinite(column) || !Double.isFinite(row)) {
                    return false;
                }
                if (Math.abs(columns) < EXACT_PIXELS && Math.abs(lines) < EXACT_PIXELS) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public double column() {
            return column;
        }

        @Override
        public double row() {
            return row;
        }
    }
}
