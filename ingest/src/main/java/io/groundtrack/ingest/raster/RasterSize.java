package io.groundtrack.ingest.raster;

/** Columns and rows of an image. */
public record RasterSize(int width, int height) {

    @Override
    public String toString() {
        return width + " x " + height;
    }
}
