package io.groundtrack.model.check;

import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.StoredWeights;
import io.groundtrack.model.checkpoint.WeightSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * An open file of weights, whatever its format.
 *
 * @param name of the file
 * @param names of its tensors
 */
record WeightFile(
        String name,
        Set<String> names,
        Function<String, long[]> shapeOf,
        WeightSource source,
        AutoCloseable resource)
        implements AutoCloseable {

    static WeightFile open(Path file) {
        String name = file.getFileName().toString();
        Safetensors opened = Safetensors.open(file);
        return new WeightFile(
                name, opened.names(), opened::shape, new StoredWeights(name, opened), opened);
    }

    /** Refuses a file that lacks a weight, has another one, or has one of another shape. */
    void requireExactly(Map<String, long[]> shapes) {
        var missing = new TreeSet<>(shapes.keySet());
        missing.removeAll(names);
        var strange = new TreeSet<>(names);
        strange.removeAll(shapes.keySet());
        if (!missing.isEmpty() || !strange.isEmpty()) {
            throw new IllegalArgumentException(
                    name
                            + ": "
                            + (missing.isEmpty() ? "" : "tensors missing: " + missing)
                            + (missing.isEmpty() || strange.isEmpty() ? "" : "; ")
                            + (strange.isEmpty()
                                    ? ""
                                    : "tensors that the network of config.json does not have: "
                                            + strange));
        }
        shapes.forEach(
                (tensor, shape) -> {
                    long[] found = shapeOf.apply(tensor);
                    if (!Arrays.equals(found, shape)) {
                        throw new IllegalArgumentException(
                                name + ": tensor " + tensor + ": shape " + Arrays.toString(found)
                                        + " (expected: " + Arrays.toString(shape) + ")");
                    }
                });
    }

    @Override
    public void close() {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IllegalStateException(name + ": cannot be closed", e);
        }
    }
}
