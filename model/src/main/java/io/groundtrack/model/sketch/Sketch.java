package io.groundtrack.model.sketch;

import io.groundtrack.model.checkpoint.RandomStream;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * How a token of one sensor becomes a few small numbers.
 *
 * <p>Token t (D) at position i, after the encoder's last norm → q = clamp(round(P (t − mean_i) /
 * scale), ±127), one byte for each of the projection's rows. The mean is one for each position,
 * else the projection would spend itself on the position code.
 *
 * @param mean (N, D)
 * @param projection (K, D)
 * @param scale (K), positive
 */
public record Sketch(Tensor mean, Tensor projection, Tensor scale) {
    /**
     * 127 stands for this many deviations: one step is 3 % of a deviation, and of normally
     * distributed numbers 6 in 100,000 are cut.
     */
    static final double DEVIATIONS_AT_FULL_SCALE = 4;

    static final int LARGEST = 127;
    public static final int DEFAULT_SIZE = 16;

    public int size() {
        return scale.values().length;
    }

    /** The order of the bytes is that of the projection's rows. */
    public static byte quantise(float scaled) {
        return (byte) Math.max(-LARGEST, Math.min(LARGEST, Math.rint(scaled)));
    }

    /**
     * Where none was fitted: zero mean, random directions of length 1, and the scale of a token
     * whose entries have deviation 1. Drawn from a fixed seed.
     */
    static Sketch random(String sensor, int positions, int width, int size) {
        var random = new RandomStream(sensor.equals("s1") ? 1 : 2);
        var projection = new float[size * width];
        for (int k = 0; k < size; k++) {
            var row = new double[width];
            double squares = 0;
            for (int d = 0; d < width; d++) {
                row[d] = random.gaussian();
                squares += row[d] * row[d];
            }
            for (int d = 0; d < width; d++) {
                projection[k * width + d] = (float) (row[d] / Math.sqrt(squares));
            }
        }
        var scale = new float[size];
        Arrays.fill(scale, (float) (DEVIATIONS_AT_FULL_SCALE / LARGEST));
        return new Sketch(
                Tensor.of(new float[positions * width], positions, width),
                Tensor.of(projection, size, width),
                Tensor.of(scale, size));
    }

    static Sketch read(String source, String sensor, Safetensors file, int positions, int width) {
        var sketch =
                new Sketch(
                        file.tensor(sensor + ".mean"),
                        file.tensor(sensor + ".projection"),
                        file.tensor(sensor + ".scale"));
        long[] projection = sketch.projection.shape();
        if (!Arrays.equals(sketch.mean.shape(), new long[] {positions, width})) {
            throw refused(source, sensor + ".mean", sketch.mean, positions + " × " + width);
        }
        if (projection.length != 2 || projection[0] < 1 || projection[1] != width) {
            throw refused(source, sensor + ".projection", sketch.projection, "K × " + width);
        }
        if (!Arrays.equals(sketch.scale.shape(), new long[] {projection[0]})) {
            throw refused(source, sensor + ".scale", sketch.scale, "" + projection[0]);
        }
        for (float scale : sketch.scale.values()) {
            if (!(scale > 0) || scale == Float.POSITIVE_INFINITY) {
                throw new IllegalArgumentException(
                        source + ": tensor " + sensor + ".scale: " + scale + " (expected: > 0)");
            }
        }
        return sketch;
    }

    void put(String sensor, Map<String, Tensor> into) {
        into.put(sensor + ".mean", mean);
        into.put(sensor + ".projection", projection);
        into.put(sensor + ".scale", scale);
    }

    private static IllegalArgumentException refused(
            String source, String name, Tensor tensor, String expected) {
        return new IllegalArgumentException(
                source
                        + ": tensor "
                        + name
                        + ": shape "
                        + Arrays.toString(tensor.shape())
                        + " (expected: "
                        + expected
                        + ")");
    }
}
