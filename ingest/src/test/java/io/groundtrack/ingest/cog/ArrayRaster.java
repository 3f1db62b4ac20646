package io.groundtrack.ingest.cog;

import io.groundtrack.ingest.raster.Georeference;
import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.SampleType;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** A raster in memory. */
record ArrayRaster(
        int width,
        int height,
        SampleType type,
        OptionalDouble nodata,
        Optional<Georeference> georeference,
        double[][] pixels)
        implements Raster {

    /** Smooth ground with noise, some of it no-data. */
    static ArrayRaster of(
            int width,
            int height,
            int bands,
            SampleType type,
            OptionalDouble nodata,
            Optional<Georeference> place) {
        var random = new Random(7);
        var pixels = new double[bands][width * height];
        for (var band : pixels) {
            for (int i = 0; i < band.length; i++) {
                double value = 90 + 30 * Math.sin(i % width / 9.0) + random.nextInt(8);
                band[i] = type.isInteger() ? Math.floor(value) : (float) (value / 3);
                if (nodata.isPresent() && random.nextInt(5) == 0) {
                    band[i] = nodata.getAsDouble();
                }
            }
        }
        return new ArrayRaster(width, height, type, nodata, place, pixels);
    }

    @Override
    public int bands() {
        return pixels.length;
    }

    @Override
    public int blockWidth() {
        return width;
    }

    @Override
    public int blockHeight() {
        return 1;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void requireComplete() {}

    @Override
    public void read(int band, int x, int y, int w, int h, float[] into) {
        for (int i = 0; i < w * h; i++) {
            into[i] = (float) pixels[band][(y + i / w) * width + x + i % w];
        }
    }

    @Override
    public void read(int band, int x, int y, int w, int h, double[] into) {
        for (int i = 0; i < w * h; i++) {
            into[i] = pixels[band][(y + i / w) * width + x + i % w];
        }
    }

    @Override
    public void close() {}
}
