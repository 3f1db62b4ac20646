package io.groundtrack.model.sketch;

import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.Tensor;
import java.util.TreeMap;

/**
 * The sketches of both sensors, as {@code sketch.safetensors} holds them: {@code s1.mean (N, D)},
 * {@code s1.projection (K, D)}, {@code s1.scale (K)}, and {@code s2.} likewise.
 */
public record Sketches(Sketch s1, Sketch s2) {
    public Sketches {
        if (s1.size() != s2.size()) {
            throw new IllegalArgumentException(
                    "sketch: " + s1.size() + " numbers for S1 and " + s2.size() + " for S2");
        }
    }

    /** What a model uses that no sketch was fitted for: a fixed random projection. */
    public static Sketches unfitted(int positions, int width) {
        return new Sketches(
                Sketch.random("s1", positions, width, Sketch.DEFAULT_SIZE),
                Sketch.random("s2", positions, width, Sketch.DEFAULT_SIZE));
    }

    public static Sketches read(String source, byte[] content, int positions, int width) {
        try (var file = Safetensors.open(source, content)) {
            return new Sketches(
                    Sketch.read(source, "s1", file, positions, width),
                    Sketch.read(source, "s2", file, positions, width));
        }
    }

    public byte[] toBytes() {
        var tensors = new TreeMap<String, Tensor>();
        s1.put("s1", tensors);
        s2.put("s2", tensors);
        return Safetensors.bytes(tensors);
    }
}
