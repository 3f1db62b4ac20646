package io.groundtrack.model.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The header of a safetensors file about to be written: all F32, packed in the map's order. */
final class SafetensorsText {
    private SafetensorsText() {}

    static byte[] header(Map<String, long[]> shapes) {
        var header = new JsonObject();
        long at = 0;
        for (var entry : shapes.entrySet()) {
            var shape = new JsonArray();
            long count = 1;
            for (long size : entry.getValue()) {
                shape.add(size);
                count = Math.multiplyExact(count, size);
            }
            long end = at + 4 * count;
            var offsets = new JsonArray();
            offsets.add(at);
            offsets.add(end);
            var description = new JsonObject();
            description.addProperty("dtype", "F32");
            description.add("shape", shape);
            description.add("data_offsets", offsets);
            header.add(entry.getKey(), description);
            at = end;
        }
        String json = header.toString();
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        return (json + " ".repeat((8 - bytes % 8) % 8)).getBytes(StandardCharsets.UTF_8);
    }
}
