package io.groundtrack.model.torchfile;

import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.DrawnWeights;
import io.groundtrack.model.checkpoint.Preset;
import io.groundtrack.model.checkpoint.WeightSource;
import io.groundtrack.model.checkpoint.WeightTable;
import io.groundtrack.model.network.PositionTables;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes a checkpoint as PyTorch Lightning would, of drawn weights: {@code RandomCheckpoint PRESET
 * FILE}.
 *
 * <p>For trying an import at real size: {@code csmoe-base} gives 3.8 GB.
 */
public final class RandomCheckpoint {
    private RandomCheckpoint() {}

    public static void main(String[] args) throws IOException {
        var config = Preset.named(args[0]).orElseThrow();
        var weights = new PositionTables(new DrawnWeights(1, config.softMoe().scaleInit()));
        write(Path.of(args[1]), WeightTable.of(config, Bands.bigEarthNet()).all(), weights, "");
        System.out.println(Files.size(Path.of(args[1])) + " bytes");
    }

    /**
     * @param prefix before every name
     */
    public static void write(
            Path file, Map<String, long[]> shapes, WeightSource weights, String prefix)
            throws IOException {
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            var zip = new StoredZip(out, true);
            zip.add("archive/data.pkl", pickle(shapes, prefix));
            zip.add("archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
            int key = 0;
            for (var entry : shapes.entrySet()) {
                float[] values = weights.values(entry.getKey(), entry.getValue());
                zip.add(
                        "archive/data/" + key++,
                        4L * values.length,
                        sink -> writeAll(sink, values));
            }
            zip.add("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
            zip.finish();
        }
    }

    private static byte[] pickle(Map<String, long[]> shapes, String prefix) {
        var text = new PickleText().code('}', '(').text("epoch").number(3);
        text.text("state_dict").code('}', '(');
        int key = 0;
        for (var entry : shapes.entrySet()) {
            text.text(prefix + entry.getKey());
            text.tensor("FloatStorage", String.valueOf(key++), entry.getValue());
        }
        text.code('u').text("hyper_parameters");
        return text.global("some", "Settings").code(')', 'R', 'u').end();
    }

    private static void writeAll(OutputStream out, float[] values) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += 1 << 14) {
            int n = Math.min(1 << 14, values.length - from);
            chunk.asFloatBuffer().put(values, from, n);
            out.write(chunk.array(), 0, 4 * n);
        }
    }
}
