package io.groundtrack.model.checkpoint;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code MODEL_CARD.md}: Markdown whose front matter carries the fields of the STAC Machine
 * Learning Model extension, each value derived from configuration, bands and files.
 *
 * <p>Values are JSON, which YAML contains. The {@code modelId} is not among them: it covers the
 * sketch, which may be fitted later.
 *
 * <p>Source: STAC extension MLM 1.4.0, tables of fields.
 */
final class ModelCard {
    private static final String SCHEMA = "https://stac-extensions.github.io/mlm/v1.4.0/schema.json";
    private static final Gson GSON =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private final ModelConfig config;
    private final Bands bands;
    private final CheckpointNotes notes;
    private final Map<String, long[]> shapes;

    ModelCard(ModelConfig config, Bands bands, CheckpointNotes notes, Map<String, long[]> shapes) {
        this.config = config;
        this.bands = bands;
        this.notes = notes;
        this.shapes = shapes;
    }

    /**
     * @param bytes of {@code model.safetensors}
     * @param sha256 of the same, hex
     */
    byte[] toBytes(long bytes, String sha256) {
        var text = new StringBuilder("---\n");
        fields(bytes, sha256)
                .asMap()
                .forEach((key, value) -> text.append(key).append(": ").append(words(value)));
        text.append("---\n\n");
        body(text);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** On one line, but for a list of objects, of which each has a line. */
    private static String words(JsonElement value) {
        if (!(value instanceof JsonArray list) || !list.get(0).isJsonObject()) {
            return GSON.toJson(value) + "\n";
        }
        var lines = new ArrayList<String>();
        list.forEach(one -> lines.add("  " + GSON.toJson(one)));
        return "[\n" + String.join(",\n", lines) + "\n  ]\n";
    }

    private JsonObject fields(long bytes, String sha256) {
        var json = new JsonObject();
        json.add("stac_extensions", texts(List.of(SCHEMA)));
        json.addProperty("mlm:name", notes.name());
        json.addProperty("mlm:architecture", "Vision Transformer, " + architecture());
        json.add("mlm:tasks", texts(List.of("similarity-search")));
        json.addProperty("mlm:framework", "PyTorch");
        json.addProperty("mlm:total_parameters", WeightTable.count(shapes));
        json.addProperty("mlm:pretrained", notes.trainedOn().isPresent());
        json.add(
                "mlm:pretrained_source",
                notes.trainedOn().<JsonElement>map(JsonPrimitive::new).orElse(JsonNull.INSTANCE));
        json.add("mlm:accelerator", JsonNull.INSTANCE);
        json.add("mlm:input", list(input("s1", bands.s1()), input("s2", bands.s2())));
        // those of the patch's cells, row by row, as the product gives them
        long tokens = config.patchTokens();
        json.add(
                "mlm:output",
                list(
                        output("features_s1", List.of("batch", "embedding"), -1, config.width()),
                        output("features_s2", List.of("batch", "embedding"), -1, config.width()),
                        output(
                                "tokens_s1",
                                List.of("batch", "token", "embedding"),
                                -1,
                                tokens,
                                config.width()),
                        output(
                                "tokens_s2",
                                List.of("batch", "token", "embedding"),
                                -1,
                                tokens,
                                config.width())));
        if (!notes.hyperparameters().isEmpty()) {
            json.add(
                    "mlm:hyperparameters", GSON.toJsonTree(new TreeMap<>(notes.hyperparameters())));
        }
        var asset = new JsonObject();
        asset.addProperty("href", Checkpoint.MODEL);
        asset.addProperty("type", "application/octet-stream; framework=safetensors");
        asset.add("roles", texts(List.of("mlm:model", "mlm:weights")));
        asset.addProperty("mlm:artifact_type", "safetensors");
        asset.addProperty("file:size", bytes);
        // multihash: SHA-256, 32 bytes
        asset.addProperty("file:checksum", "1220" + sha256);
        var assets = new JsonObject();
        assets.add("model", asset);
        json.add("assets", assets);
        return json;
    }

    private String architecture() {
        return (config.softMoe().placement().isEmpty() ? "CSMAE " : "CSMoE ")
                + (config.specificDepth() > 0 ? "SE" : "CE")
                + (config.decoder().equals("specific") ? "SD" : "CD");
    }

    private JsonObject input(String name, BandSet set) {
        var scaling = new JsonArray();
        for (int i = 0; i < set.count(); i++) {
            var one = new JsonObject();
            one.addProperty("type", "z-score");
            one.addProperty("mean", set.means()[i]);
            one.addProperty("stddev", set.deviations()[i]);
            scaling.add(one);
        }
        var array = new JsonObject();
        array.add("shape", numbers(-1, set.count(), config.imageSize(), config.imageSize()));
        array.add("dim_order", texts(List.of("batch", "channel", "height", "width")));
        array.addProperty("data_type", "float32");
        var json = new JsonObject();
        json.addProperty("name", name);
        json.add("bands", texts(set.names()));
        json.add("input", array);
        json.add("value_scaling", scaling);
        json.add("resize_type", resizing());
        json.addProperty(
                "description",
                (name.equals("s1")
                                ? "Sentinel-1 backscatter in dB, 10 m pixels."
                                : "Sentinel-2 reflectance x 10000, 10 m pixels.")
                        + " Statistics: "
                        + bands.resampling()
                        + "."
                        + (bands.transposed() ? " Rows and columns are exchanged." : ""));
        return json;
    }

    private JsonElement resizing() {
        String word = bands.resampling().toLowerCase(Locale.ROOT);
        if (word.contains("nearest")) {
            return new JsonPrimitive("interpolation-nearest");
        }
        if (word.contains("bilinear")) {
            return new JsonPrimitive("interpolation-linear");
        }
        return word.contains("bicubic")
                ? new JsonPrimitive("interpolation-cubic")
                : JsonNull.INSTANCE;
    }

    private static JsonObject output(String name, List<String> order, long... shape) {
        var result = new JsonObject();
        result.add("shape", numbers(shape));
        result.add("dim_order", texts(order));
        result.addProperty("data_type", "float32");
        var json = new JsonObject();
        json.addProperty("name", name);
        json.add("tasks", texts(List.of("similarity-search")));
        json.add("result", result);
        return json;
    }

    private void body(StringBuilder text) {
        text.append("# ").append(notes.name()).append("\n\n");
        text.append(notes.description().strip()).append("\n\n");
        text.append("| | |\n|---|---|\n");
        row(text, "architecture", architecture());
        row(
                text,
                "image, token",
                config.imageSize() + " px, " + config.patchSize() + " px of 10 m");
        row(text, "width, heads", config.width() + ", " + config.heads());
        row(text, "blocks", config.specificDepth() + " of each sensor + " + config.sharedDepth());
        if (!config.softMoe().placement().isEmpty()) {
            row(
                    text,
                    "Soft MoE",
                    config.softMoe().experts()
                            + " experts of "
                            + config.softMoe().slotsPerExpert()
                            + " slots, width "
                            + config.softMoe().expertHidden());
        }
        row(text, "numbers stored", WeightTable.count(shapes) + " as " + notes.storedAs());
        row(text, "bands S1", String.join(" ", bands.s1().names()));
        row(text, "bands S2", String.join(" ", bands.s2().names()));
        text.append("\nWhether the files are whole: `sha256sum -c ")
                .append(Checksums.FILE)
                .append("`.\n");
    }

    private static void row(StringBuilder text, String what, String value) {
        text.append("| ").append(what).append(" | ").append(value).append(" |\n");
    }

    private static JsonArray texts(List<String> values) {
        var array = new JsonArray();
        values.forEach(array::add);
        return array;
    }

    private static JsonArray numbers(long... values) {
        var array = new JsonArray();
        for (long value : values) {
            array.add(value);
        }
        return array;
    }

    private static JsonArray list(JsonObject... objects) {
        var array = new JsonArray();
        for (JsonObject object : objects) {
            array.add(object);
        }
        return array;
    }
}
