package io.groundtrack.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** One folder of the reference numbers beside the project; tests are skipped where it is absent. */
record GoldenFolder(Path path, Map<String, Tensor> numbers) {

    static GoldenFolder open(String name) {
        Path path =
                Path.of(System.getProperty("project.root", ".."), "../shared/golden/model", name)
                        .normalize();
        Assumptions.assumeTrue(Files.isDirectory(path), "reference numbers are not at " + path);
        try (var file = Safetensors.open(path.resolve("numbers.safetensors"))) {
            return new GoldenFolder(path, file.tensors());
        }
    }

    byte[] config() {
        try {
            return Files.readAllBytes(path.resolve("config.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Safetensors weights() {
        return Safetensors.open(path.resolve("weights.safetensors"));
    }

    NDArray array(NDManager manager, String name) {
        Tensor tensor = numbers.get(name);
        return manager.create(FloatBuffer.wrap(tensor.values()), new Shape(tensor.shape()));
    }

    /** (B, N); null where the folder has none. */
    float[][] rows(String name) {
        Tensor tensor = numbers.get(name);
        if (tensor == null) {
            return null;
        }
        var length = (int) tensor.shape()[1];
        var rows = new float[(int) tensor.shape()[0]][];
        for (int b = 0; b < rows.length; b++) {
            rows[b] = Arrays.copyOfRange(tensor.values(), b * length, (b + 1) * length);
        }
        return rows;
    }

    /** Within the tolerance, absolute or of the largest entry where that is above 1. */
    void assertEqual(NDArray found, String name, double tolerance) {
        float[] expected = numbers.get(name).values();
        double largest = 1;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(found.getShape().getShape()).as(name).isEqualTo(numbers.get(name).shape());
        assertThat(worst(found.toFloatArray(), expected)).as(name).isLessThan(tolerance * largest);
    }

    /** Within the tolerance of the largest entry. */
    void assertGradient(NDArray found, String name, double tolerance) {
        float[] expected = numbers.get(name).values();
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(worst(found.toFloatArray(), expected)).as(name).isLessThan(tolerance * largest);
    }

    static double worst(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double worst = 0;
        for (int i = 0; i < found.length; i++) {
            double difference = Math.abs((double) found[i] - expected[i]);
            worst = difference >= worst || Double.isNaN(difference) ? difference : worst;
        }
        return worst;
    }
}
