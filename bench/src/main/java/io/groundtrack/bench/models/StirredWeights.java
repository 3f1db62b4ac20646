package io.groundtrack.bench.models;

import io.groundtrack.model.checkpoint.DrawnWeights;
import io.groundtrack.model.checkpoint.RandomStream;
import io.groundtrack.model.checkpoint.WeightSource;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Drawn weights whose biases and norms are not those of an untrained model, zero and one: what a
 * peer leaves out or mixes up then shows.
 */
final class StirredWeights implements WeightSource {
    private final WeightSource drawn;

    StirredWeights(long seed, double scale) {
        drawn = new DrawnWeights(seed, scale);
    }

    @Override
    public float[] values(String name, long[] shape) {
        float[] values = drawn.values(name, shape);
        String last = name.substring(name.lastIndexOf('.') + 1);
        boolean bias = last.equals("bias") || last.equals("b1") || last.equals("b2");
        boolean norm = last.equals("weight") && shape.length == 1;
        if (bias || norm) {
            var crc = new CRC32();
            crc.update(name.getBytes(StandardCharsets.UTF_8));
            var random = new RandomStream(crc.getValue());
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (0.1 * random.gaussian());
            }
        }
        return values;
    }
}
