package io.groundtrack.model.checkpoint;

import java.util.Arrays;

/** Weights of a file, refused where shape or values are not fit for use. */
public final class StoredWeights implements WeightSource {
    private final String source;
    private final TensorFile file;

    public StoredWeights(TensorFile file) {
        this(file.source(), file);
    }

    public StoredWeights(String source, TensorFile file) {
        this.source = source;
        this.file = file;
    }

    @Override
    public float[] values(String name, long[] shape) {
        if (!Arrays.equals(file.shape(name), shape)) {
            throw refused(
                    name,
                    "shape "
                            + Arrays.toString(file.shape(name))
                            + " (expected: "
                            + Arrays.toString(shape)
                            + ")");
        }
        float[] values = file.tensor(name).values();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw refused(name, "value " + i + " is " + values[i] + " (expected: finite)");
            }
        }
        return values;
    }

    private IllegalArgumentException refused(String name, String reason) {
        return new IllegalArgumentException(source + ": tensor " + name + ": " + reason);
    }
}
