package io.groundtrack.model.patches;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.groundtrack.model.checkpoint.JsonFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/**
 * What {@code manifest.json} says of a set of patches.
 *
 * @param layout what every patch is like
 * @param patches how many there are
 * @param clipped values that lay beyond the range of their encoding
 * @param shards the files, in the order of the patches
 * @param provenance where the patches come from, one text a source
 */
public record PatchManifest(
        PatchLayout layout,
        long patches,
        long clipped,
        List<ShardEntry> shards,
        List<String> provenance) {

    /** Name of the file; it is written last, a folder without it is no set. */
    public static final String FILE = "manifest.json";

    static final String FORMAT = "groundtrack-patches";
    static final int VERSION = 1;

    private static final long LARGEST = 64L << 20;

    public PatchManifest {
        shards = List.copyOf(shards);
        provenance = List.copyOf(provenance);
    }

    /** Reads and checks {@code file}; nothing that it names is opened. */
    static PatchManifest read(String file, byte[] json) {
        var fields = JsonFields.parse(file, json);
        if (!fields.text("format").equals(FORMAT)) {
            throw fields.refused("format", FORMAT);
        }
        fields.integer("version", VERSION, VERSION);
        var classes = fields.texts("classes");
        if (classes.size() > PatchLayout.MOST_CLASSES
                || new HashSet<>(classes).size() != classes.size()) {
            throw fields.refused("classes", "at most " + PatchLayout.MOST_CLASSES + ", none twice");
        }
        var layout =
                new PatchLayout(
                        fields.integer("imageSize", 1, PatchLayout.LARGEST_IMAGE),
                        SensorLayout.read(fields.object("s1")),
                        SensorLayout.read(fields.object("s2")),
                        classes);
        var shards = fields.objects("shards").stream().map(ShardEntry::read).toList();
        long patches = fields.wholeNumber("patches");
        if (patches < 1 || patches != shards.stream().mapToLong(ShardEntry::patches).sum()) {
            throw fields.refused("patches", "as many as the shards hold, at least 1");
        }
        if (shards.stream().map(ShardEntry::file).distinct().count() != shards.size()) {
            throw fields.refused("shards", "each file once");
        }
        var manifest =
                new PatchManifest(
                        layout,
                        patches,
                        fields.wholeNumber("clipped"),
                        shards,
                        fields.texts("provenance"));
        fields.end();
        return manifest;
    }

    static byte[] bytes(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException(
                        file + ": missing (expected: a folder written by `groundtrack patches`)");
            }
            long size = Files.size(file);
            if (size > LARGEST) {
                throw new IllegalArgumentException(
                        file + ": " + size + " bytes (expected: at most " + LARGEST + ")");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e, e);
        }
    }

    byte[] toJson() {
        var json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("version", VERSION);
        json.addProperty("imageSize", layout.imageSize());
        json.add("s1", layout.s1().toJson());
        json.add("s2", layout.s2().toJson());
        json.add("classes", texts(layout.classes()));
        json.addProperty("patches", patches);
        json.addProperty("clipped", clipped);
        json.add("provenance", texts(provenance));
        var files = new JsonArray();
        shards.forEach(shard -> files.add(shard.toJson()));
        json.add("shards", files);
        var text = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
        return (text.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static JsonArray texts(List<String> values) {
        var array = new JsonArray();
        values.forEach(array::add);
        return array;
    }
}
