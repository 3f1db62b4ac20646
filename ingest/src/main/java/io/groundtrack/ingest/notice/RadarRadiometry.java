package io.groundtrack.ingest.notice;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundtrack.schemas.Sensor;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the numbers of a Sentinel-1 Item are: unit, σ0 or γ0, and where the calibration lies.
 *
 * <p>Sources: STAC raster and SAR extensions, CARD4L extension ({@code card4l:measurement_type}),
 * asset keys of the Planetary Computer, of Earth Search and of the SAFE format.
 */
final class RadarRadiometry {

    private static final Pattern QUANTITY =
            Pattern.compile("(sigma|gamma|beta)[-_ ]?(0|nought|naught)");
    private static final int MOST_CHARACTERS = 512;

    private final StacItem item;

    RadarRadiometry(StacItem item) {
        this.item = item;
    }

    /** dB, linear or amplitude; empty where nothing is said; else what is said, to be refused. */
    static String unit(String stated) {
        var unit = stated.trim().toLowerCase(Locale.ROOT);
        return switch (unit) {
            case "db", "decibel", "decibels" -> "dB";
            case "linear", "power", "linear power", "1", "m2/m2" -> "linear";
            case "amplitude", "dn", "digital number", "digital numbers", "counts" -> "amplitude";
            case "", "none", "unitless" -> "";
            default -> unit.substring(0, Math.min(unit.length(), MOST_CHARACTERS));
        };
    }

    /** sigma0, gamma0 or beta0, where the Item or the asset's key says so. */
    String quantity(String key, JsonNode asset, JsonNode band) {
        return Stream.of(
                        band.path("name").asText(""),
                        key,
                        asset.path("card4l:measurement_type").asText(""),
                        item.property("card4l:measurement_type").asText(""))
                .filter(text -> text.length() <= MOST_CHARACTERS)
                .map(text -> QUANTITY.matcher(text.toLowerCase(Locale.ROOT)))
                .filter(match -> match.find())
                .map(match -> match.group(1) + "0")
                .findFirst()
                .orElse("");
    }

    /** Href of the calibration annotation of a band. */
    Optional<String> calibration(String band) {
        for (var entry : item.root().path("assets").properties()) {
            var href = entry.getValue().path("href").textValue();
            if (href != null
                    && href.length() <= 4096
                    && href.toLowerCase(Locale.ROOT).endsWith(".xml")
                    && entry.getKey().toLowerCase(Locale.ROOT).contains("calibration")
                    && BandNames.ofKey(entry.getKey(), Sensor.S1)
                            .filter(band::equals)
                            .isPresent()) {
                return Optional.of(href);
            }
        }
        return Optional.empty();
    }
}
