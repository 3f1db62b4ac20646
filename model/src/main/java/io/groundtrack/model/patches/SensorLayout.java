package io.groundtrack.model.patches;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.groundtrack.model.checkpoint.JsonFields;
import java.util.HashSet;
import java.util.List;

/**
 * The planes of one sensor in a set of patches.
 *
 * @param bands their names, in order
 * @param unit what a value means
 * @param encoding how it is stored
 */
public record SensorLayout(List<String> bands, String unit, PixelEncoding encoding) {

    private static final int MOST_BANDS = 64;

    public SensorLayout {
        bands = List.copyOf(bands);
        if (bands.isEmpty()
                || bands.size() > MOST_BANDS
                || new HashSet<>(bands).size() != bands.size()) {
            throw new IllegalArgumentException(
                    "bands: " + bands + " (expected: 1 to " + MOST_BANDS + ", none twice)");
        }
    }

    /** VV and VH in dB, as the model takes them by default. */
    public static SensorLayout radar(List<String> bands) {
        return new SensorLayout(bands, "dB", PixelEncoding.DECIBELS);
    }

    /** Digital numbers of Sentinel-2, reflectance × 10000. */
    public static SensorLayout optics(List<String> bands) {
        return new SensorLayout(bands, "reflectance x 10000", PixelEncoding.REFLECTANCE);
    }

    static SensorLayout read(JsonFields fields) {
        var bands = fields.texts("bands");
        if (bands.isEmpty()
                || bands.size() > MOST_BANDS
                || new HashSet<>(bands).size() != bands.size()) {
            throw fields.refused("bands", "1 to " + MOST_BANDS + " names, none twice");
        }
        var layout = new SensorLayout(bands, fields.text("unit"), PixelEncoding.read(fields));
        fields.end();
        return layout;
    }

    JsonObject toJson() {
        var json = new JsonObject();
        var names = new JsonArray();
        bands.forEach(names::add);
        json.add("bands", names);
        json.addProperty("unit", unit);
        encoding.write(json);
        return json;
    }
}
