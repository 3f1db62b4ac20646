package io.groundtrack.ingest.raster;

import java.util.Locale;
import java.util.regex.Pattern;

/** Text of a no-data value, as GDAL's tag and STAC's {@code nodata} write it → number. */
public final class NodataValue {

    private static final Pattern NOT_A_NUMBER =
            Pattern.compile("[+-]?(nan(\\(\\w*\\))?|1\\.#(qnan|snan|ind)0*)");
    private static final Pattern INFINITE = Pattern.compile("[+-]?(inf(inity)?|1\\.#inf0*)");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?");

    private NodataValue() {}

    /**
     * The number {@code text} stands for.
     *
     * @throws NumberFormatException where it is none
     */
    public static double parse(String text) {
        var word = text.strip().toLowerCase(Locale.ROOT);
        // what C libraries have printed for it: nan, -nan(ind), 1.#QNAN, -1.#IND
        if (NOT_A_NUMBER.matcher(word).matches()) {
            return Double.NaN;
        }
        if (INFINITE.matcher(word).matches()) {
            return word.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (!NUMBER.matcher(word).matches()) {
            throw new NumberFormatException(text);
        }
        return Double.parseDouble(word);
    }
}
