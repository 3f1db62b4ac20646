package io.groundtrack.model.patches;

import com.google.gson.JsonObject;
import io.groundtrack.model.checkpoint.JsonFields;
import java.util.regex.Pattern;

/**
 * One shard as the manifest lists it.
 *
 * @param file tensors, inside the folder
 * @param patches how many patches it holds
 * @param bytes size of the file
 * @param sha256 of the file, hex
 * @param attributes what is known of each patch, one JSON object a line, inside the folder
 * @param attributeBytes size of that file
 * @param attributeSha256 of that file, hex
 */
public record ShardEntry(
        String file,
        int patches,
        long bytes,
        String sha256,
        String attributes,
        long attributeBytes,
        String attributeSha256) {

    static final int MOST_PATCHES = 65_536;

    private static final int LARGEST_ATTRIBUTES = 256 << 20;

    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    static ShardEntry read(JsonFields fields) {
        var entry =
                new ShardEntry(
                        text(fields, "file", FILE, "a file name inside the folder"),
                        fields.integer("patches", 1, MOST_PATCHES),
                        // what a Java map can hold
                        fields.integer("bytes", 1, Integer.MAX_VALUE),
                        text(fields, "sha256", HASH, "64 hex digits"),
                        text(fields, "attributes", FILE, "a file name inside the folder"),
                        fields.integer("attributeBytes", 0, LARGEST_ATTRIBUTES),
                        text(fields, "attributeSha256", HASH, "64 hex digits"));
        fields.end();
        return entry;
    }

    JsonObject toJson() {
        var json = new JsonObject();
        json.addProperty("file", file);
        json.addProperty("patches", patches);
        json.addProperty("bytes", bytes);
        json.addProperty("sha256", sha256);
        json.addProperty("attributes", attributes);
        json.addProperty("attributeBytes", attributeBytes);
        json.addProperty("attributeSha256", attributeSha256);
        return json;
    }

    private static String text(JsonFields fields, String key, Pattern pattern, String expected) {
        var text = fields.text(key);
        if (!pattern.matcher(text).matches()) {
            throw fields.refused(key, expected);
        }
        return text;
    }
}
