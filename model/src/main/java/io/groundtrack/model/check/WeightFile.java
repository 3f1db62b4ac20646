package io.groundtrack.model.check;

import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.StoredWeights;
import io.groundtrack.model.checkpoint.TensorFile;
import io.groundtrack.model.checkpoint.WeightSource;
import io.groundtrack.model.torchfile.TorchFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;

/**
 * An open file of weights, whatever its format.
 *
 * @param name of the file, without its folder
 */
record WeightFile(String name, TensorFile tensors) implements AutoCloseable {

    /** PyTorch's own form where the name says so, else safetensors. */
    static WeightFile open(Path file) {
        String name = file.getFileName().toString();
        return new WeightFile(
                name, name.endsWith(".ckpt") ? TorchFile.open(file) : Safetensors.open(file));
    }

    WeightSource source() {
        return new StoredWeights(name, tensors);
    }

    /** Refuses a file that lacks a weight, has another one, or has one of another shape. */
    void requireExactly(Map<String, long[]> shapes) {
        var missing = new TreeSet<>(shapes.keySet());
        missing.removeAll(tensors.names());
        var strange = new TreeSet<>(tensors.names());
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
                    long[] found = tensors.shape(tensor);
                    if (!Arrays.equals(found, shape)) {
                        throw new IllegalArgumentException(
                                name
                                        + ": tensor "
                                        + tensor
                                        + ": shape "
                                        + Arrays.toString(found)
                                        + " (expected: "
                                        + Arrays.toString(shape)
                                        + ")");
                    }
                });
    }

    @Override
    public void close() {
        tensors.close();
    }
}
