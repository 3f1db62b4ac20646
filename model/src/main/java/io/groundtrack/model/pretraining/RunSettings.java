package io.groundtrack.model.pretraining;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.groundtrack.model.pretraining.data.TrainingSet;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** All that decides the numbers of a run, as texts that can be compared. */
final class RunSettings {
    private RunSettings() {}

    static Map<String, String> of(PretrainPlan plan, TrainingSet patches) {
        var settings = new TreeMap<>(plan.options().asMap());
        flatten("config", plan.config().toJson(), settings);
        flatten("bands", plan.bands().toJson(), settings);
        settings.put("name", plan.name());
        settings.put("patches", patches.digest());
        return settings;
    }

    private static void flatten(String prefix, byte[] json, Map<String, String> into) {
        JsonParser.parseString(new String(json, StandardCharsets.UTF_8))
                .getAsJsonObject()
                .entrySet()
                .forEach(entry -> into.put(prefix + "." + entry.getKey(), text(entry.getValue())));
    }

    private static String text(JsonElement element) {
        return element.isJsonPrimitive() ? element.getAsString() : element.toString();
    }
}
