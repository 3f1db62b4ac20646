package io.groundtrack.ingest.raster;

/**
 * A rectangle of square north-up pixels: a patch, or some patches side by side.
 *
 * @param epsg coordinate system, in metres
 * @param ulx easting of the upper-left corner
 * @param uly northing of the upper-left corner
 * @param pixelMetres side of a pixel
 * @param columns pixels along the easting
 * @param rows pixels along the northing
 */
public record GridWindow(
        int epsg, double ulx, double uly, double pixelMetres, int columns, int rows) {

    /** Checks the sizes. */
    public GridWindow {
        if (columns < 1 || rows < 1 || !(pixelMetres > 0)) {
            throw new IllegalArgumentException(
                    "window of "
                            + columns
                            + " x "
                            + rows
                            + " pixels of "
                            + pixelMetres
                            + " m (expected: at least one pixel)");
        }
    }

    /** Pixels in the window. */
    public int pixels() {
        return columns * rows;
    }
}
