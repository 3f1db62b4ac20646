package io.groundtrack.ingest.raster;

import java.util.Locale;

/** Text of a no-data value, as GDAL's tag and STAC's {@code nodata} write it → number. */
public final class NodataValue {

    private NodataValue() {}

    /**
     * The number {@code text} stands for.
     *
     * @throws NumberFormatException where it is none
     */
    public static double parse(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "nan", "-nan", "+nan" -> Double.NaN;
            case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text.strip());
        };
    }
}
