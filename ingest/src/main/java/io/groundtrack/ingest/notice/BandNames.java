package io.groundtrack.ingest.notice;

import io.groundtrack.schemas.Sensor;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The many spellings of a band and the one the model knows: B01 … B12, B8A, SCL, VV, VH.
 *
 * <p>Sources: EO extension, table of common names; asset keys of Earth Search, of the Planetary
 * Computer and of the Copernicus Data Space.
 */
final class BandNames {

    private static final Pattern NUMBERED = Pattern.compile("B0?([1-9])|B(1[0-2])");
    private static final Map<String, String> COMMON =
            Map.ofEntries(
                    Map.entry("coastal", "B01"),
                    Map.entry("blue", "B02"),
                    Map.entry("green", "B03"),
                    Map.entry("red", "B04"),
                    Map.entry("rededge1", "B05"),
                    Map.entry("rededge071", "B05"),
                    Map.entry("rededge2", "B06"),
                    Map.entry("rededge075", "B06"),
                    Map.entry("rededge3", "B07"),
                    Map.entry("rededge078", "B07"),
                    Map.entry("nir", "B08"),
                    Map.entry("nir08", "B8A"),
                    Map.entry("nir09", "B09"),
                    Map.entry("cirrus", "B10"),
                    Map.entry("swir16", "B11"),
                    Map.entry("swir22", "B12"),
                    Map.entry("scl", "SCL"));

    private BandNames() {}

    /** A band's own name; {@code rededge} alone may be any of three and is none. */
    static Optional<String> of(String name, Sensor sensor) {
        var upper = name.trim().toUpperCase(Locale.ROOT);
        if (sensor == Sensor.S1) {
            return upper.equals("VV") || upper.equals("VH") ? Optional.of(upper) : Optional.empty();
        }
        if (upper.equals("B8A") || upper.equals("B08A")) {
            return Optional.of("B8A");
        }
        var match = NUMBERED.matcher(upper);
        if (match.matches()) {
            return Optional.of(
                    match.group(1) != null ? "B0" + match.group(1) : "B" + match.group(2));
        }
        return Optional.ofNullable(COMMON.get(upper.toLowerCase(Locale.ROOT)));
    }

    /** The first word of an asset's key that is a band: {@code gamma0_vv}, {@code B02_10m}. */
    static Optional<String> ofKey(String key, Sensor sensor) {
        for (var word : key.split("[_.:\\- ]")) {
            var band = of(word, sensor);
            if (band.isPresent()) {
                return band;
            }
        }
        return Optional.empty();
    }
}
