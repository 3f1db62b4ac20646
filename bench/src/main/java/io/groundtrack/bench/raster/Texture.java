package io.groundtrack.bench.raster;

import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.Rasters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A square of stored values that is mirrored to and fro until it fills any size, so that it has the
 * detail of what it was taken from, and no seams.
 *
 * <p>A codec sees nothing of the repetition: one tile of a file is smaller than the square or its
 * copies are farther away than the codec looks back.
 *
 * @param from file that it was taken from, or "synthetic"
 * @param side pixels of a side
 * @param values row by row
 */
record Texture(String from, int side, float[] values) {

    private static final int SYNTHETIC_SIDE = 1_024;

    /** Of a band of a file where there is one, else synthetic between two values. */
    static Texture of(Path file, int band, float low, float high) throws IOException {
        if (file == null || !Files.isRegularFile(file)) {
            return synthetic(low, high);
        }
        try (var raster = Rasters.open(file, new BlockCache(0))) {
            int side = Math.min(raster.width(), raster.height());
            var values = new float[side * side];
            raster.read(band, 0, 0, side, side, values);
            return new Texture(file.getFileName().toString(), side, values);
        }
    }

    /** Fields of some hundred metres, slopes, and the noise of a sensor. */
    private static Texture synthetic(float low, float high) {
        var random = new Random(7);
        int side = SYNTHETIC_SIDE;
        var fields = new float[(side / 32 + 1) * (side / 32 + 1)];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = random.nextFloat();
        }
        var values = new float[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double field = fields[(y + x / 5) / 32 % (side / 32) * (side / 32 + 1) + x / 32];
                double slope = Math.sin(x / 90.0) * Math.cos(y / 130.0);
                double value = 0.45 * field + 0.2 * (slope + 1) + 0.02 * random.nextGaussian();
                values[y * side + x] = (float) (low + (high - low) * Math.max(0, value));
            }
        }
        return new Texture("synthetic", side, values);
    }

    float at(int x, int y) {
        return values[mirrored(y) * side + mirrored(x)];
    }

    private int mirrored(int i) {
        int at = i % (2 * side);
        return at < side ? at : 2 * side - 1 - at;
    }
}
