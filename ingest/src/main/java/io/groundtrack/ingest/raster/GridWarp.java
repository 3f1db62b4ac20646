package io.groundtrack.ingest.raster;

import io.groundtrack.ingest.raster.RasterException.Problem;
import io.groundtrack.ingest.raster.SourcePositions.Part;
import java.io.IOException;
import java.util.Arrays;

/**
 * Resamples a raster of any known coordinate system onto a window of the tile grid.
 *
 * <p>in: a band, where its pixels lie, what its stored values mean → out: {@code float[rows ·
 * columns]}, NaN where the raster has nothing. Same sense as GDAL's warper: a grid pixel takes part
 * where its centre lies inside the raster.
 *
 * <p>Bilinear is GDAL's: a pixel has no data where the raster pixel under its centre has none; else
 * the neighbours that have data count, weights brought back to a sum of 1; a raster finer than 0.95
 * pixels of the grid is smoothed by a kernel widened to the grid's pixel. Positions: {@link
 * SourcePositions}. A window is a function of itself: what is warped beside it does not matter.
 *
 * <p>State: scratch memory; not thread safe. Errors: {@link RasterException} with {@link
 * Problem#NO_GRID} for an unknown system or pixels far finer than the grid.
 */
public final class GridWarp {

    private static final int MOST_SOURCE_PIXELS = 1 << 24;

    private final CrsTransforms transforms;
    private final SourcePositions positions;
    private float[] source = new float[0];

    /** Warper that looks coordinate systems up in {@code transforms}. */
    public GridWarp(CrsTransforms transforms) {
        this.transforms = transforms;
        this.positions = new SourcePositions(transforms);
    }

    /** The rectangle of raster pixels that a window needs; scratch of the last read. */
    private record Source(int x, int y, int width, int height) {}

    /**
     * Fills {@code into} with {@code window} and returns how many of its pixels have data.
     *
     * @param place where the raster's pixels lie
     */
    public int warp(
            Raster raster,
            int band,
            PixelPlace place,
            GridWindow window,
            Resampling resampling,
            PixelConversion conversion,
            float[] into)
            throws IOException {
        if (place instanceof Georeference affine
                && place.epsg() == window.epsg()
                && affine.isAxisAligned()
                && (resampling == Resampling.NEAREST || isOnGrid(affine, window))) {
            return gather(raster, band, affine, window, conversion, into);
        }
        Arrays.fill(into, 0, window.pixels(), Float.NaN);
        try {
            positions.locate(place, window, raster.width(), raster.height());
        } catch (IllegalArgumentException e) {
            throw new RasterException(Problem.NO_GRID, raster.name(), e.getMessage(), e);
        }
        int found = 0;
        for (var part : positions.parts()) {
            found +=
                    resampling == Resampling.NEAREST
                            ? nearest(raster, band, window, part, conversion, into)
                            : bilinear(raster, band, window, part, conversion, into);
        }
        return found;
    }

    private static boolean isOnGrid(Georeference place, GridWindow window) {
        double column = place.column(window.ulx(), window.uly());
        double row = place.row(window.ulx(), window.uly());
        return place.dxColumn() == window.pixelMetres()
                && place.dyRow() == -window.pixelMetres()
                && Math.abs(column - Math.rint(column)) < 1e-6
                && Math.abs(row - Math.rint(row)) < 1e-6;
    }

    /**
     * Nearest within one system: column and row of a pixel depend on its own column and row only.
     */
    private int gather(
            Raster raster,
            int band,
            Georeference place,
            GridWindow window,
            PixelConversion conversion,
            float[] into)
            throws IOException {
        var columns = new int[window.columns()];
        var rows = new int[window.rows()];
        double half = window.pixelMetres() / 2;
        for (int i = 0; i < columns.length; i++) {
            double x = window.ulx() + i * window.pixelMetres() + half;
            columns[i] = index(place.column(x, 0), raster.width());
        }
        for (int j = 0; j < rows.length; j++) {
            double y = window.uly() - j * window.pixelMetres() - half;
            rows[j] = index(place.row(0, y), raster.height());
        }
        if (isRun(columns) && isRun(rows)) {
            // pixel for pixel: what is read is the window
            raster.read(band, columns[0], rows[0], columns.length, rows.length, into);
            conversion.convert(into, columns[0], rows[0], columns.length, rows.length);
            return found(into, 0, window.pixels());
        }
        Arrays.fill(into, 0, window.pixels(), Float.NaN);
        var used = read(raster, band, bounds(columns), bounds(rows), conversion);
        if (used == null) {
            return 0;
        }
        int found = 0;
        int foundBefore = 0;
        for (int j = 0; j < rows.length; j++) {
            if (rows[j] < 0) {
                continue;
            }
            int at = j * columns.length;
            if (j > 0 && rows[j] == rows[j - 1]) {
                System.arraycopy(into, at - columns.length, into, at, columns.length);
            } else {
                int from = (rows[j] - used.y()) * used.width() - used.x();
                for (int i = 0; i < columns.length; i++) {
                    if (columns[i] >= 0) {
                        into[at + i] = source[from + columns[i]];
                    }
                }
                foundBefore = found(into, at, columns.length);
            }
            found += foundBefore;
        }
        return found;
    }

    /** Whether indices follow each other, all of them inside. */
    private static boolean isRun(int[] indices) {
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] != indices[0] + i) {
                return false;
            }
        }
        return true;
    }

    private static int found(float[] pixels, int from, int count) {
        int found = 0;
        for (int i = from; i < from + count; i++) {
            found += Float.isNaN(pixels[i]) ? 0 : 1;
        }
        return found;
    }

    /** The pixel a position falls into, -1 outside; the nudge puts borders where GDAL does. */
    private static int index(double position, int size) {
        double index = Math.floor(position + 1e-10);
        return index >= 0 && index < size ? (int) index : -1;
    }

    private static int[] bounds(int[] indices) {
        int least = Integer.MAX_VALUE;
        int most = -1;
        for (int index : indices) {
            if (index >= 0) {
                least = Math.min(least, index);
                most = Math.max(most, index);
            }
        }
        return new int[] {least, most + 1};
    }

    private Source read(
            Raster raster, int band, int[] columns, int[] rows, PixelConversion conversion)
            throws IOException {
        if (columns[1] == 0 || rows[1] == 0) {
            return null;
        }
        return read(raster, band, columns[0], rows[0], columns[1], rows[1], conversion);
    }

    /** Reads what lies inside the raster of a rectangle; null where nothing does. */
    private Source read(
            Raster raster,
            int band,
            double left,
            double top,
            double right,
            double bottom,
            PixelConversion conversion)
            throws IOException {
        int x0 = (int) Math.max(0, Math.floor(left));
        int y0 = (int) Math.max(0, Math.floor(top));
        int x1 = (int) Math.min(raster.width(), Math.ceil(right));
        int y1 = (int) Math.min(raster.height(), Math.ceil(bottom));
        if (!(x1 > x0 && y1 > y0)) {
            return null;
        }
        long pixels = (long) (x1 - x0) * (y1 - y0);
        if (pixels > MOST_SOURCE_PIXELS) {
            throw new RasterException(
                    Problem.NO_GRID,
                    raster.name(),
                    "a window of the grid covers "
                            + pixels
                            + " of its pixels (expected: at most "
                            + MOST_SOURCE_PIXELS
                            + ")");
        }
        if (source.length < pixels) {
            source = new float[(int) pixels];
        }
        raster.read(band, x0, y0, x1 - x0, y1 - y0, source);
        conversion.convert(source, x0, y0, x1 - x0, y1 - y0);
        return new Source(x0, y0, x1 - x0, y1 - y0);
    }

    /** Reads what a part needs, with {@code more} pixels around it; null where that is nothing. */
    private Source read(
            Raster raster,
            int band,
            GridWindow window,
            Part part,
            int more,
            PixelConversion conversion)
            throws IOException {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (int y = part.y(); y < part.y() + part.height(); y++) {
            for (int x = part.x(); x < part.x() + part.width(); x++) {
                int i = y * window.columns() + x;
                double column = positions.column(i);
                double row = positions.row(i);
                if (index(column, raster.width()) >= 0 && index(row, raster.height()) >= 0) {
                    left = Math.min(left, column);
                    right = Math.max(right, column);
                    top = Math.min(top, row);
                    bottom = Math.max(bottom, row);
                }
            }
        }
        return read(raster, band, left - more, top - more, right + more, bottom + more, conversion);
    }

    private int nearest(
            Raster raster,
            int band,
            GridWindow window,
            Part part,
            PixelConversion conversion,
            float[] into)
            throws IOException {
        var from = read(raster, band, window, part, 1, conversion);
        int found = 0;
        for (int y = part.y(); from != null && y < part.y() + part.height(); y++) {
            for (int x = part.x(); x < part.x() + part.width(); x++) {
                int i = y * window.columns() + x;
                int column = index(positions.column(i), raster.width());
                int row = index(positions.row(i), raster.height());
                if (column >= 0 && row >= 0) {
                    float value = source[(row - from.y()) * from.width() + column - from.x()];
                    into[i] = value;
                    found += Float.isNaN(value) ? 0 : 1;
                }
            }
        }
        return found;
    }

    private int bilinear(
            Raster raster,
            int band,
            GridWindow window,
            Part part,
            PixelConversion conversion,
            float[] into)
            throws IOException {
        boolean plain = part.isPlain();
        double xScale = plain ? 1 : Math.min(1, part.xScale());
        double yScale = plain ? 1 : Math.min(1, part.yScale());
        int xRadius = (int) Math.ceil(1 / xScale);
        int yRadius = (int) Math.ceil(1 / yScale);
        var from = read(raster, band, window, part, Math.max(xRadius, yRadius), conversion);
        int found = 0;
        for (int y = part.y(); from != null && y < part.y() + part.height(); y++) {
            for (int x = part.x(); x < part.x() + part.width(); x++) {
                int i = y * window.columns() + x;
                int column = index(positions.column(i), raster.width());
                int row = index(positions.row(i), raster.height());
                if (column < 0
                        || row < 0
                        || Float.isNaN(
                                source[(row - from.y()) * from.width() + column - from.x()])) {
                    continue;
                }
                double px = positions.column(i) - 0.5 - from.x();
                double py = positions.row(i) - 0.5 - from.y();
                float value =
                        (float)
                                (plain
                                        ? between(px, py, from)
                                        : smoothed(px, py, xScale, yScale, from));
                into[i] = value;
                found += Float.isNaN(value) ? 0 : 1;
            }
        }
        return found;
    }

    /** Value at a position counted from the centre of the first pixel of the source. */
    private double between(double column, double row, Source from) {
        int x = (int) Math.floor(column);
        int y = (int) Math.floor(row);
        double right = column - x;
        double down = row - y;
        double sum = 0;
        double weights = 0;
        for (int k = 0; k < 4; k++) {
            int px = x + (k & 1);
            int py = y + (k >> 1);
            if (px >= 0 && py >= 0 && px < from.width() && py < from.height()) {
                float value = source[py * from.width() + px];
                double weight = ((k & 1) == 0 ? 1 - right : right) * (k < 2 ? 1 - down : down);
                if (!Float.isNaN(value)) {
                    sum += weight * value;
                    weights += weight;
                }
            }
        }
        return weights < 1e-5 ? Double.NaN : sum / weights;
    }

    /** The same with a kernel of {@code 1 / scale} pixels to each side. */
    private double smoothed(double column, double row, double xScale, double yScale, Source from) {
        int left = (int) Math.max(0, Math.ceil(column - 1 / xScale));
        int right = (int) Math.min(from.width() - 1, Math.floor(column + 1 / xScale));
        int top = (int) Math.max(0, Math.ceil(row - 1 / yScale));
        int bottom = (int) Math.min(from.height() - 1, Math.floor(row + 1 / yScale));
        double sum = 0;
        double weights = 0;
        for (int y = top; y <= bottom; y++) {
            double down = 1 - Math.abs(y - row) * yScale;
            for (int x = left; x <= right; x++) {
                float value = source[y * from.width() + x];
                if (!Float.isNaN(value)) {
                    double weight = down * (1 - Math.abs(x - column) * xScale);
                    sum += weight * value;
                    weights += weight;
                }
            }
        }
        return weights < 1e-5 ? Double.NaN : sum / weights;
    }
}
