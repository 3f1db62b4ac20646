package io.groundtrack.ingest.raster;

import io.groundtrack.ingest.raster.RasterException.Problem;
import java.io.IOException;
import java.util.Optional;

/**
 * Where the pixels of a raster lie: {@code x = x0 + column · dxColumn + row · dxRow}, {@code y}
 * likewise, in the units of {@code epsg} (metres, or degrees with x = longitude).
 *
 * <p>Columns and rows count from the upper-left <em>corner</em> of the upper-left pixel, so pixel
 * (0, 0) has its centre at (0.5, 0.5); files that state centres are moved by half a pixel when
 * read. {@code epsg} 0 = the file does not say.
 */
public record Georeference(
        int epsg,
        double x0,
        double dxColumn,
        double dxRow,
        double y0,
        double dyColumn,
        double dyRow)
        implements PixelPlace {

    private static final int MODEL_TYPE = 1024;
    private static final int RASTER_TYPE = 1025;
    private static final int GEOGRAPHIC_CRS = 2048;
    private static final int PROJECTED_CRS = 3072;
    private static final int PROJECTED = 1;
    private static final int GEOGRAPHIC = 2;
    static final int PIXEL_IS_POINT = 2;
    private static final int USER_DEFINED = 32767;
    private static final int MOST_KEYS = 1_024;

    /** North-up raster of square or oblong pixels. */
    public static Georeference northUp(
            int epsg, double ulx, double uly, double pixelWidth, double pixelHeight) {
        return new Georeference(epsg, ulx, pixelWidth, 0, uly, 0, -pixelHeight);
    }

    @Override
    public Georeference withEpsg(int code) {
        return new Georeference(code, x0, dxColumn, dxRow, y0, dyColumn, dyRow);
    }

    /** True where columns run along x and rows along y. */
    public boolean isAxisAligned() {
        return dxRow == 0 && dyColumn == 0;
    }

    /** Fractional column of a point. */
    public double column(double x, double y) {
        return isAxisAligned()
                ? (x - x0) / dxColumn
                : ((x - x0) * dyRow - (y - y0) * dxRow) / determinant();
    }

    /** Fractional row of a point. */
    public double row(double x, double y) {
        return isAxisAligned()
                ? (y - y0) / dyRow
                : ((y - y0) * dxColumn - (x - x0) * dyColumn) / determinant();
    }

    @Override
    public double x(double column, double row) {
        return x0 + column * dxColumn + row * dxRow;
    }

    @Override
    public double y(double column, double row) {
        return y0 + column * dyColumn + row * dyRow;
    }

    @Override
    public double pixelWidth() {
        return Math.hypot(dxColumn, dyColumn);
    }

    @Override
    public Georeference towards(int code, CrsTransforms transforms) {
        return this;
    }

    @Override
    public Locator locator() {
        return new Affine(this);
    }

    private static final class Affine implements Locator {

        private final Georeference place;
        private double column;
        private double row;

        private Affine(Georeference place) {
            this.place = place;
        }

        @Override
        public boolean locate(double x, double y) {
            column = place.column(x, y);
            row = place.row(x, y);
            return true;
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

    private double determinant() {
        return dxColumn * dyRow - dxRow * dyColumn;
    }

    boolean isUsable() {
        return Double.isFinite(x0)
                && Double.isFinite(y0)
                && Double.isFinite(determinant())
                && determinant() != 0;
    }

    /** Place of a TIFF; empty where it has none (or only ground control points). */
    static Optional<Georeference> of(TiffDirectory directory) throws IOException {
        int[] keys = keys(directory);
        Georeference place;
        if (directory.has(TiffTag.MODEL_TRANSFORMATION)) {
            var m = directory.doubles(TiffTag.MODEL_TRANSFORMATION, 16);
            place = new Georeference(keys[0], m[3], m[0], m[1], m[7], m[4], m[5]);
        } else if (directory.has(TiffTag.MODEL_PIXEL_SCALE)
                && directory.has(TiffTag.MODEL_TIE_POINT)) {
            var scale = directory.doubles(TiffTag.MODEL_PIXEL_SCALE, 2);
            var tie = directory.doubles(TiffTag.MODEL_TIE_POINT, 6);
            var height = Math.abs(scale[1]);
            place =
                    northUp(
                            keys[0],
                            tie[3] - tie[0] * scale[0],
                            tie[4] + tie[1] * height,
                            scale[0],
                            height);
        } else {
            return Optional.empty();
        }
        if (!place.isUsable()) {
            throw new RasterException(
                    Problem.DAMAGED,
                    directory.file().name(),
                    "georeference " + place + " (expected: finite, pixels larger than 0)");
        }
        return Optional.of(keys[1] == PIXEL_IS_POINT ? place.fromCentres() : place);
    }

    private Georeference fromCentres() {
        return new Georeference(
                epsg, x(-0.5, -0.5), dxColumn, dxRow, y(-0.5, -0.5), dyColumn, dyRow);
    }

    /** EPSG code (0 where there is none) and raster type. */
    static int[] keys(TiffDirectory directory) throws IOException {
        int projected = 0;
        int geographic = 0;
        int model = 0;
        int raster = 1;
        if (directory.has(TiffTag.GEO_KEY_DIRECTORY)) {
            int stored =
                    (int) Math.min(directory.count(TiffTag.GEO_KEY_DIRECTORY), 4 + 4 * MOST_KEYS);
            var keys = directory.numbers(TiffTag.GEO_KEY_DIRECTORY, stored);
            for (int i = 4; i + 3 < keys.length; i += 4) {
                // location 0: the value stands here, not in another tag
                if (keys[i + 1] == 0) {
                    int value = (int) keys[i + 3];
                    switch ((int) keys[i]) {
                        case MODEL_TYPE -> model = value;
                        case RASTER_TYPE -> raster = value;
                        case GEOGRAPHIC_CRS -> geographic = value;
                        case PROJECTED_CRS -> projected = value;
                        default -> {}
                    }
                }
            }
        }
        int epsg =
                model == GEOGRAPHIC
                        ? geographic
                        : model == PROJECTED ? projected : projected != 0 ? projected : geographic;
        return new int[] {epsg == USER_DEFINED ? 0 : epsg, raster};
    }
}
