package io.groundtrack.ingest.raster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** float32 tensors of a small safetensors file: length of the header, JSON header, data. */
final class Safetensors {

    private final ByteBuffer data;
    private final JsonNode header;

    Safetensors(Path file) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(bytes.getLong(0));
        header = new ObjectMapper().readTree(bytes.array(), Long.BYTES, length);
        data = bytes.slice(Long.BYTES + length, bytes.capacity() - Long.BYTES - length);
    }

    float[] floats(String name) {
        var entry = header.required(name);
        int from = entry.required("data_offsets").get(0).intValue();
        int to = entry.required("data_offsets").get(1).intValue();
        var values = new float[(to - from) / Float.BYTES];
        data.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
