package io.groundtrack.ingest.raster;

/** Stored values → the values that are resampled: scale, offset, dB, no data as NaN. */
@FunctionalInterface
public interface PixelConversion {

    /** Values as stored, but for NaN, which is no data whatever the file says. */
    PixelConversion NONE = (pixels, count) -> {};

    /** Converts the first {@code count} pixels in place. */
    void convert(float[] pixels, int count);

    /**
     * Converts a rectangle of the raster in place, row by row; for conversions that depend on where
     * a pixel is.
     */
    default void convert(float[] pixels, int x, int y, int width, int height) {
        convert(pixels, width * height);
    }
}
