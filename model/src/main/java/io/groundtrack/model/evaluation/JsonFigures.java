package io.groundtrack.model.evaluation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;

/** Figures in JSON; what is undefined is null. */
final class JsonFigures {
    private JsonFigures() {}

    static JsonElement of(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
    }

    static JsonArray of(double[] values) {
        var array = new JsonArray();
        for (double value : values) {
            array.add(of(value));
        }
        return array;
    }
}
