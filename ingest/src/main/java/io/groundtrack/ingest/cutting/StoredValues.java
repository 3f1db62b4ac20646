package io.groundtrack.ingest.cutting;

import io.groundtrack.ingest.raster.NodataValue;
import io.groundtrack.ingest.raster.PixelConversion;
import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.RasterException;
import io.groundtrack.ingest.raster.RasterException.Problem;
import io.groundtrack.schemas.Asset;
import io.groundtrack.schemas.Sensor;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Stored values of an asset → the units of the system: S2 digital numbers (reflectance × 10,000),
 * S1 dB, classes as they are; what stands for no data becomes NaN.
 *
 * <p>{@code value = stored · scale + offset}, then × 10,000 for S2 and 10 · log₁₀ for linear S1. An
 * S2 raster of integers that states neither scale nor offset holds digital numbers already:
 * integers cannot hold reflectance.
 */
final class StoredValues implements PixelConversion {

    private static final double REFLECTANCE_STEPS = 10_000;

    private final double scale;
    private final double offset;
    private final boolean toDecibel;
    private final float[] nodata;

    private StoredValues(double scale, double offset, boolean toDecibel, float[] nodata) {
        this.scale = scale;
        this.offset = offset;
        this.toDecibel = toDecibel;
        this.nodata = nodata;
    }

    /** Conversion of a band that the model takes. */
    static StoredValues of(Asset asset, Raster raster, Sensor sensor) throws RasterException {
        double scale = asset.getScale();
        double offset = asset.getOffset();
        if (!Double.isFinite(scale) || scale == 0 || !Double.isFinite(offset)) {
            throw new RasterException(
                    Problem.UNSUPPORTED,
                    raster.name(),
                    "scale "
                            + scale
                            + " and offset "
                            + offset
                            + " (expected: finite, scale not 0)");
        }
        var nodata = nodata(asset, raster);
        if (sensor == Sensor.S2) {
            boolean digitalNumbers = scale == 1 && offset == 0 && raster.type().isInteger();
            double steps = digitalNumbers ? 1 : REFLECTANCE_STEPS;
            return new StoredValues(
                    scale * steps, offset * steps, false, floats(nodata, DoubleStream.of(0)));
        }
        boolean toDecibel =
                switch (asset.getUnit().toLowerCase(Locale.ROOT)) {
                    case "linear" -> true;
                    case "db" -> false;
                    default ->
                            throw new RasterException(
                                    Problem.UNSUPPORTED,
                                    raster.name(),
                                    "unit '"
                                            + asset.getUnit()
                                            + "' of asset "
                                            + asset.getName()
                                            + " (expected: linear or dB)");
                };
        return new StoredValues(scale, offset, toDecibel, floats(nodata, DoubleStream.empty()));
    }

    /** Conversion of a classification: only no data is taken out. */
    static StoredValues classes(Asset asset, Raster raster) throws RasterException {
        return new StoredValues(1, 0, false, floats(nodata(asset, raster), DoubleStream.of(0)));
    }

    private static DoubleStream nodata(Asset asset, Raster raster) throws RasterException {
        var ofFile = raster.nodata().stream();
        if (asset.getNodata() == null || asset.getNodata().isBlank()) {
            return ofFile;
        }
        try {
            return DoubleStream.concat(
                    ofFile, DoubleStream.of(NodataValue.parse(asset.getNodata())));
        } catch (NumberFormatException e) {
            throw new RasterException(
                    Problem.UNSUPPORTED,
                    raster.name(),
                    "nodata '" + asset.getNodata() + "' (expected: a number or nan)");
        }
    }

    /** As floats, because that is what they are compared with; NaN is no data anyway. */
    private static float[] floats(DoubleStream first, DoubleStream second) {
        var values =
                DoubleStream.concat(first, second)
                        .filter(value -> !Double.isNaN(value))
                        .distinct()
                        .toArray();
        var floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @Override
    public void convert(float[] pixels, int count) {
        for (float value : nodata) {
            for (int i = 0; i < count; i++) {
                if (pixels[i] == value) {
                    pixels[i] = Float.NaN;
                }
            }
        }
        for (int i = 0; i < count; i++) {
            double value = pixels[i] * scale + offset;
            if (toDecibel) {
                value = value > 0 ? 10 * Math.log10(value) : Double.NaN;
            }
            pixels[i] = Double.isInfinite(value) ? Float.NaN : (float) value;
        }
    }
}
