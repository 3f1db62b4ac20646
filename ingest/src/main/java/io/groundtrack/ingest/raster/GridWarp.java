package io.groundtrack.ingest.raster;

import io.groundtrack.ingest.raster.RasterException.Problem;
import java.io.IOException;
import java.util.Arrays;

/**
 * Resamples a raster of any known coordinate system onto a window of the tile grid.
 *
 * <p>in: a band, where its pixels lie, what its stored values mean → out: {@code float[rows ·
 * columns]}, NaN where the raster has nothing. Same sense as GDAL's warper: a grid pixel takes part
 * where its centre lies inside the raster.
 *
 * <p>Positions are exact within one coordinate system. Between two they are exact at every 20th
 * pixel corner of the grid and linear in between, which is off by less than a thousandth of a
 * pixel; the corners are counted from the window's own, so a patch's pixels do not depend on what
 * else is warped with it.
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
        Arrays.fill(into, 0, window.pixels(), Float.NaN);
        if (place instanceof Georeference affine
                && place.epsg() == window.epsg()
                && affine.isAxisAligned()
                && (resampling == Resampling.NEAREST || isOnGrid(affine, window))) {
            return gather(raster, band, affine, window, conversion, into);
        }
        try {
            positions.locate(place, window, raster.width(), raster.height());
        } catch (IllegalArgumentException e) {
            throw new RasterException(Problem.NO_GRID, raster.name(), e.getMessage(), e);
        }
        var rectangle =
                read(
                        raster,
                        band,
                        positions.left() - 1,
                        positions.top() - 1,
                        positions.right() + 1,
                        positions.bottom() + 1,
                        conversion);
        if (rectangle == null) {
            return 0;
        }
        return resampling == Resampling.NEAREST
                ? nearest(raster, window, rectangle, into)
                : bilinear(raster, window, rectangle, into);
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
        var used = read(raster, band, bounds(columns), bounds(rows), conversion);
        if (used == null) {
            return 0;
        }
        int found = 0;
        for (int j = 0; j < rows.length; j++) {
            if (rows[j] < 0) {
                continue;
            }
            int from = (rows[j] - used.y()) * used.width() - used.x();
            for (int i = 0; i < columns.length; i++) {
                if (columns[i] >= 0) {
                    float value = source[from + columns[i]];
                    into[j * columns.length + i] = value;
                    found += Float.isNaN(value) ? 0 : 1;
                }
            }
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
        conversion.convert(source, (int) pixels);
        return new Source(x0, y0, x1 - x0, y1 - y0);
    }

    private int nearest(Raster raster, GridWindow window, Source from, float[] into) {
        int found = 0;
        for (int i = 0; i < window.pixels(); i++) {
            int column = index(positions.column(i), raster.width());
            int row = index(positions.row(i), raster.height());
            if (column >= 0 && row >= 0) {
                float value = source[(row - from.y()) * from.width() + column - from.x()];
                into[i] = value;
                found += Float.isNaN(value) ? 0 : 1;
            }
        }
        return found;
    }

    private int bilinear(Raster raster, GridWindow window, Source from, float[] into) {
        int found = 0;
        for (int i = 0; i < window.pixels(); i++) {
            double column = positions.column(i);
            double row = positions.row(i);
            if (column >= 0 && row >= 0 && column < raster.width() && row < raster.height()) {
                float value = (float) between(column - 0.5 - from.x(), row - 0.5 - from.y(), from);
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
}
