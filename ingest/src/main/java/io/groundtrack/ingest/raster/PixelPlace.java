package io.groundtrack.ingest.raster;

/**
 * Where the pixels of a raster lie on the ground.
 *
 * <p>in: fractional column and row, counted from the upper-left corner of the upper-left pixel →
 * out: a point in the coordinate system {@link #epsg}, and back through a {@link Locator}.
 * Immutable; locators are not thread safe.
 */
public sealed interface PixelPlace permits Georeference, TiePointGrid {

    /** Coordinate system; 0 = the file does not say. */
    int epsg();

    /** The same pixels in the coordinate system {@code code}. */
    PixelPlace withEpsg(int code);

    /** Easting or longitude of a fractional column and row. */
    double x(double column, double row);

    /** Northing or latitude of a fractional column and row. */
    double y(double column, double row);

    /** Width of a pixel in units of the system, about; to tell fine from coarse. */
    double pixelWidth();

    /** The same place, in the system in which points of the system {@code epsg} are best found. */
    PixelPlace towards(int epsg, CrsTransforms transforms);

    /** A way from points to pixels. */
    Locator locator();

    /** Finds pixels of points; holds the last one found. */
    interface Locator {

        /** Finds the pixel of a point; false where there is none. */
        boolean locate(double x, double y);

        /** Fractional column last found. */
        double column();

        /** Fractional row last found. */
        double row();
    }
}
