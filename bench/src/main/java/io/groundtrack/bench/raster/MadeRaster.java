package io.groundtrack.bench.raster;

import io.groundtrack.ingest.raster.Georeference;
import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.SampleType;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One band of a texture, of any size, at a place.
 *
 * @param pixels value of a pixel
 */
record MadeRaster(
        String name,
        int side,
        SampleType type,
        OptionalDouble nodata,
        Optional<Georeference> georeference,
        Pixels pixels)
        implements Raster {

    private static final int BLOCK = 512;

    /** Value of the pixel in column x and row y. */
    @FunctionalInterface
    interface Pixels {
        float at(int x, int y);
    }

    @Override
    public int width() {
        return side;
    }

    @Override
    public int height() {
        return side;
    }

    @Override
    public int bands() {
        return 1;
    }

    @Override
    public int blockWidth() {
        return BLOCK;
    }

    @Override
    public int blockHeight() {
        return BLOCK;
    }

    @Override
    public void requireComplete() {}

    @Override
    public void read(int band, int x, int y, int width, int height, float[] into) {
        for (int j = 0; j < height; j++) {
            for (int i = 0; i < width; i++) {
                into[j * width + i] = at(x + i, y + j);
            }
        }
    }

    @Override
    public void read(int band, int x, int y, int width, int height, double[] into) {
        for (int j = 0; j < height; j++) {
            for (int i = 0; i < width; i++) {
                into[j * width + i] = at(x + i, y + j);
            }
        }
    }

    /** A raster of whole numbers has whole numbers. */
    private float at(int x, int y) {
        float value = pixels.at(x, y);
        return type.isInteger() ? (float) Math.rint(value) : value;
    }

    @Override
    public void close() {}
}
