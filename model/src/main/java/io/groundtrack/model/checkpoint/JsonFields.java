package io.groundtrack.model.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A JSON object read field by field, that refuses what nobody asked for.
 *
 * <p>Every accessor ticks its key off; {@link #end} refuses keys that are left. A key without a
 * default must be present. Errors: {@link IllegalArgumentException} naming the source, the key, the
 * value and what was expected.
 */
public final class JsonFields {
    private final String source;
    private final JsonObject object;
    private final Set<String> unread;

    private JsonFields(String source, JsonObject object) {
        this.source = source;
        this.object = object;
        this.unread = new TreeSet<>(object.keySet());
    }

    public static JsonFields parse(String source, byte[] json) {
        try (var reader =
                new JsonReader(new StringReader(new String(json, StandardCharsets.UTF_8)))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = JsonParser.parseReader(reader);
            if (element instanceof JsonObject found) {
                return new JsonFields(source, found);
            }
        } catch (JsonParseException | IOException e) {
            throw new IllegalArgumentException(source + ": not JSON: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(source + ": expected a JSON object");
    }

    public boolean has(String key) {
        return object.has(key);
    }

    public void skip(String key) {
        unread.remove(key);
    }

    public void end() {
        if (!unread.isEmpty()) {
            throw new IllegalArgumentException(source + ": unknown key " + unread);
        }
    }

    public JsonFields object(String key) {
        if (take(key) instanceof JsonObject inner) {
            return new JsonFields(source + ": " + key, inner);
        }
        throw refused(key, "an object");
    }

    /** The objects of a list. */
    public List<JsonFields> objects(String key) {
        var objects = new ArrayList<JsonFields>();
        for (JsonElement element : array(key)) {
            if (!(element instanceof JsonObject inner)) {
                throw refused(key, "a list of objects");
            }
            objects.add(new JsonFields(source + ": " + key + "[" + objects.size() + "]", inner));
        }
        return objects;
    }

    public int integer(String key, int least, int most) {
        try {
            int value = number(take(key)).intValueExact();
            if (value >= least && value <= most) {
                return value;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // said below, with the range
        }
        throw refused(key, "a whole number from " + least + " to " + most);
    }

    public long wholeNumber(String key) {
        try {
            return number(take(key)).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw refused(key, "a whole number");
        }
    }

    public double decimal(String key) {
        return finite(key, take(key));
    }

    public boolean flag(String key, boolean otherwise) {
        if (!object.has(key)) {
            return otherwise;
        }
        JsonElement value = take(key);
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()) {
            return value.getAsBoolean();
        }
        throw refused(key, "true or false");
    }

    public String text(String key) {
        return text(key, take(key));
    }

    public String choice(String key, List<String> choices) {
        String value = text(key);
        if (!choices.contains(value)) {
            throw refused(key, "one of " + choices);
        }
        return value;
    }

    public List<String> texts(String key) {
        var values = new ArrayList<String>();
        for (JsonElement element : array(key)) {
            values.add(text(key, element));
        }
        return List.copyOf(values);
    }

    public double[] decimals(String key) {
        JsonArray array = array(key);
        var values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = finite(key, array.get(i));
        }
        return values;
    }

    public IllegalArgumentException refused(String key, String expected) {
        return new IllegalArgumentException(
                source + ": " + key + ": " + object.get(key) + " (expected: " + expected + ")");
    }

    private JsonElement take(String key) {
        if (!object.has(key)) {
            throw new IllegalArgumentException(source + ": key '" + key + "' is missing");
        }
        unread.remove(key);
        return object.get(key);
    }

    private JsonArray array(String key) {
        if (take(key) instanceof JsonArray array) {
            return array;
        }
        throw refused(key, "a list");
    }

    private String text(String key, JsonElement element) {
        if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isString()) {
            return element.getAsString();
        }
        throw refused(key, "text");
    }

    private double finite(String key, JsonElement element) {
        try {
            double value = number(element).doubleValue();
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw refused(key, "a finite number");
    }

    private static BigDecimal number(JsonElement element) {
        if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()) {
            BigDecimal value = element.getAsBigDecimal();
            // 1e999999999 would unfold to a gigabyte of digits when made exact
            if (Math.abs((long) value.scale()) <= 400) {
                return value;
            }
        }
        throw new NumberFormatException();
    }
}
