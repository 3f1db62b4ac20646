package io.groundtrack.ingest.cutting;

import io.groundtrack.ingest.raster.NodataValue;
import io.groundtrack.ingest.raster.PixelConversion;
import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.RasterException;
import io.groundtrack.ingest.raster.RasterException.Problem;
import io.groundtrack.ingest.raster.SampleType;
import io.groundtrack.schemas.Asset;
import io.groundtrack.schemas.Sensor;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Stored values of an asset → the units of the system: S2 digital numbers (reflectance × 10,000),
 * S1 dB, classes as they are; what stands for no data becomes NaN. The table is in
 * docs/radiometry.md.
 *
 * <p>{@code value = stored · scale + offset}, then × 10,000 for S2; for S1 10 · log₁₀ of power and
 * 20 · log₁₀ of amplitude, calibrated where there is a {@link CalibrationTable}. An S2 raster of
 * integers that states neither scale nor offset holds digital numbers already: integers cannot hold
 * reflectance. An S1 raster of integers that states neither scale nor offset nor unit holds
 * amplitudes, one of floats power. Of S2's 16-bit numbers 0 is no data and 65535 saturated.
 */
final class StoredValues implements PixelConversion {

    private static final double REFLECTANCE_STEPS = 10_000;
    private static final double SATURATED = 65_535;

    /** What the scaled number is. */
    private enum Kind {
        AS_IS,
        POWER,
        AMPLITUDE
    }

    private final double scale;
    private final double offset;
    private final Kind kind;
    private final float[] nodata;
    private final Optional<CalibrationTable> calibration;

    private StoredValues(
            double scale,
            double offset,
            Kind kind,
            DoubleStream nodata,
            Optional<CalibrationTable> calibration) {
        this.scale = scale;
        this.offset = offset;
        this.kind = kind;
        this.nodata = floats(nodata);
        this.calibration = calibration;
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
            var special =
                    raster.type() == SampleType.U16
                            ? DoubleStream.of(0, SATURATED)
                            : DoubleStream.of(0);
            return new StoredValues(
                    scale * steps,
                    offset * steps,
                    Kind.AS_IS,
                    DoubleStream.concat(nodata, special),
                    Optional.empty());
        }
        return new StoredValues(scale, offset, radarKind(asset, raster), nodata, Optional.empty());
    }

    private static Kind radarKind(Asset asset, Raster raster) throws RasterException {
        return switch (asset.getUnit().toLowerCase(Locale.ROOT)) {
            case "linear" -> Kind.POWER;
            case "db" -> Kind.AS_IS;
            case "amplitude" -> Kind.AMPLITUDE;
            case "" ->
                    raster.type().isInteger() && asset.getScale() == 1 && asset.getOffset() == 0
                            ? Kind.AMPLITUDE
                            : Kind.POWER;
            default ->
                    throw new RasterException(
                            Problem.UNSUPPORTED,
                            raster.name(),
                            "unit '"
                                    + asset.getUnit()
                                    + "' of asset "
                                    + asset.getName()
                                    + " (expected: linear, dB or amplitude)");
        };
    }

    /** Conversion of a classification: only no data is taken out. */
    static StoredValues classes(Asset asset, Raster raster) throws RasterException {
        return new StoredValues(1, 0, Kind.AS_IS, nodata(asset, raster), Optional.empty());
    }

    /** Whether these are digital numbers that need a calibration and have none. */
    boolean isUncalibrated() {
        return kind == Kind.AMPLITUDE && calibration.isEmpty();
    }

    /** The same with a calibration. */
    StoredValues with(CalibrationTable table) {
        return new StoredValues(scale, offset, kind, doubles(nodata), Optional.of(table));
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
    private static float[] floats(DoubleStream numbers) {
        var values = numbers.filter(value -> !Double.isNaN(value)).distinct().toArray();
        var floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static DoubleStream doubles(float[] numbers) {
        var values = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            values[i] = numbers[i];
        }
        return DoubleStream.of(values);
    }

    @Override
    public void convert(float[] pixels, int count) {
        for (float value : nodata) {
            for (int i = 0; i < count; i++) {
                pixels[i] = pixels[i] == value ? Float.NaN : pixels[i];
            }
        }
        if (kind == Kind.AS_IS) {
            for (int i = 0; i < count; i++) {
                double value = pixels[i] * scale + offset;
                pixels[i] = Double.isInfinite(value) ? Float.NaN : (float) value;
            }
            return;
        }
        double tenths = kind == Kind.POWER ? 10 : 20;
        for (int i = 0; i < count; i++) {
            pixels[i] = Decibels.of(pixels[i] * scale + offset, tenths);
        }
    }

    @Override
    public void convert(float[] pixels, int x, int y, int width, int height) {
        convert(pixels, width * height);
        if (calibration.isEmpty()) {
            return;
        }
        var table = calibration.get();
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                pixels[row * width + column] -=
                        (float) (20 * Math.log10(table.at(x + column, y + row)));
            }
        }
    }
}
