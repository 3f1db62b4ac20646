package io.groundtrack.model.check;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The numbers of a folder: inputs, expected tensors, expected losses. Remembers what was asked for,
 * so that what nobody asked for can be told.
 */
final class Reference implements AutoCloseable {
    static final String NUMBERS = "numbers.safetensors";
    static final String EXPECTED = "expected.";
    private static final String CONFIG = "config.json";

    private final Safetensors numbers;
    private final JsonObject expected;
    private final Set<String> asked = new TreeSet<>();

    Reference(Safetensors numbers, JsonObject config) {
        this.numbers = numbers;
        expected = config.get("expected") instanceof JsonObject found ? found : new JsonObject();
    }

    boolean has(String name) {
        asked.add(name);
        return numbers.has(name);
    }

    Tensor tensor(String name) {
        asked.add(name);
        return numbers.tensor(name);
    }

    /** An input of fixed dimensions. */
    Tensor input(String name, int dimensions) {
        if (!has(name)) {
            throw new IllegalArgumentException(NUMBERS + ": tensor " + name + ": missing");
        }
        Tensor tensor = tensor(name);
        long[] shape = tensor.shape();
        if (shape.length != dimensions || Arrays.stream(shape).anyMatch(size -> size == 0)) {
            throw new IllegalArgumentException(
                    NUMBERS
                            + ": tensor "
                            + name
                            + ": shape "
                            + Arrays.toString(shape)
                            + " (expected: "
                            + dimensions
                            + " sizes above 0)");
        }
        for (float value : tensor.values()) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(
                        NUMBERS + ": tensor " + name + ": holds " + value + " (expected: finite)");
            }
        }
        return tensor;
    }

    /** (rows, columns) as they are, or null where there is no such tensor. */
    float[][] rows(String name) {
        if (!has(name)) {
            return null;
        }
        Tensor tensor = input(name, 2);
        var columns = (int) tensor.shape()[1];
        var rows = new float[(int) tensor.shape()[0]][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.copyOfRange(tensor.values(), row * columns, (row + 1) * columns);
        }
        return rows;
    }

    /** Null where {@code config.json} has none under {@code expected}. */
    JsonElement expected(String key) {
        asked.add(EXPECTED + key);
        return expected.get(key);
    }

    /** Name → file of all outputs that nobody asked for. */
    Map<String, String> unasked() {
        var unasked = new TreeMap<String, String>();
        numbers.names().forEach(name -> unasked.put(name, NUMBERS));
        expected.keySet().forEach(key -> unasked.put(EXPECTED + key, CONFIG));
        unasked.keySet().removeAll(asked);
        return unasked;
    }

    @Override
    public void close() {
        numbers.close();
    }
}
