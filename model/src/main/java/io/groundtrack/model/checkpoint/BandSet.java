package io.groundtrack.model.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.List;

/**
 * The bands of one sensor in the model's own order, with what standardises them.
 *
 * <p>Means and deviations are in the band's physical unit: S2 reflectance × 10000, S1 dB.
 */
public record BandSet(List<String> names, float[] means, float[] deviations) {
    public BandSet {
        names = List.copyOf(names);
    }

    public int count() {
        return names.size();
    }

    static BandSet read(JsonFields fields) {
        List<String> names = fields.texts("bands");
        if (names.isEmpty() || new HashSet<>(names).size() != names.size()) {
            throw fields.refused("bands", "at least one band, none twice");
        }
        double[] means = fields.decimals("mean");
        double[] deviations = fields.decimals("std");
        if (means.length != names.size()) {
            throw fields.refused("mean", names.size() + " numbers, one a band");
        }
        if (deviations.length != names.size()) {
            throw fields.refused("std", names.size() + " numbers, one a band");
        }
        var set = new BandSet(names, toFloats(means), toFloats(deviations));
        for (float deviation : set.deviations) {
            if (!(deviation > 0)) {
                throw fields.refused("std", "positive numbers");
            }
        }
        fields.end();
        return set;
    }

    JsonObject toJson() {
        var bands = new JsonArray();
        names.forEach(bands::add);
        var json = new JsonObject();
        json.add("bands", bands);
        json.add("mean", toArray(means));
        json.add("std", toArray(deviations));
        return json;
    }

    private static JsonArray toArray(float[] values) {
        var array = new JsonArray();
        for (float value : values) {
            array.add(value);
        }
        return array;
    }

    private static float[] toFloats(double[] values) {
        var floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
