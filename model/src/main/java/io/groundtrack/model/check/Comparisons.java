package io.groundtrack.model.check;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonElement;
import io.groundtrack.model.checkpoint.Tensor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Holds outputs against the reference, each by the tolerance of its kind.
 *
 * <p>Float32 against float32: tensors 2e-5, absolute or of the largest entry where that is above 1;
 * losses 1e-5; gradients 1e-4 of the largest entry; masks and counts exact.
 */
final class Comparisons {
    private static final double TENSOR = 2e-5;
    private static final double LOSS = 1e-5;
    private static final double GRADIENT = 1e-4;

    /** A loss is itself a float: above 32 its own steps are coarser than the tolerance. */
    private static final int LOSS_STEPS = 4;

    private final Reference reference;
    private final List<Comparison> done = new ArrayList<>();

    Comparisons(Reference reference) {
        this.reference = reference;
    }

    void tensor(OutputGroup group, String name, NDArray found) {
        compare(group, name, found, 0, values -> TENSOR * Math.max(1, largest(values)));
    }

    void mask(String name, NDArray found) {
        compare(OutputGroup.MASKS, name, found, 0, values -> 0);
    }

    void gradient(String name, NDArray found) {
        compare(OutputGroup.GRADIENTS, name, found, 0, values -> GRADIENT * largest(values));
    }

    /** Each token by its own largest entry; told is the token that uses most of what it may. */
    void gradientByToken(String name, NDArray found) {
        var width = (int) found.getShape().get(found.getShape().dimension() - 1);
        compare(OutputGroup.GRADIENTS, name, found, width, values -> GRADIENT * largest(values));
    }

    void loss(String key, double found) {
        String name = Reference.EXPECTED + key;
        Double expected = number(OutputGroup.LOSSES, name, reference.expected(key));
        if (expected != null) {
            double allowed = Math.max(LOSS, LOSS_STEPS * Math.ulp(expected.floatValue()));
            done.add(Comparison.of(OutputGroup.LOSSES, name, Math.abs(found - expected), allowed));
        }
    }

    void count(String key, long found) {
        String name = Reference.EXPECTED + key;
        Double expected = number(OutputGroup.PARAMETERS, name, reference.expected(key));
        if (expected != null) {
            done.add(Comparison.of(OutputGroup.PARAMETERS, name, Math.abs(found - expected), 0));
        }
    }

    /** All comparisons, and what the reference holds beyond them. */
    List<Comparison> finish() {
        reference
                .unasked()
                .forEach(
                        (name, file) ->
                                done.add(
                                        name.startsWith("grad/")
                                                ? Comparison.failed(
                                                        OutputGroup.GRADIENTS,
                                                        name,
                                                        "the model has no such weight")
                                                : Comparison.unknown(name, file)));
        return List.copyOf(done);
    }

    private interface Allowed {
        double of(float[] expected);
    }

    private void compare(
            OutputGroup group, String name, NDArray found, int partLength, Allowed allowed) {
        if (!reference.has(name)) {
            done.add(Comparison.missing(group, name, Reference.NUMBERS));
            return;
        }
        Tensor expected = reference.tensor(name);
        long[] shape = found.getShape().getShape();
        if (!Arrays.equals(shape, expected.shape())) {
            done.add(
                    Comparison.failed(
                            group,
                            name,
                            "shape "
                                    + Arrays.toString(expected.shape())
                                    + " in "
                                    + Reference.NUMBERS
                                    + ", the model's is "
                                    + Arrays.toString(shape)));
            return;
        }
        float[] values = found.toFloatArray();
        int length = partLength == 0 ? values.length : partLength;
        Comparison worst = null;
        for (int from = 0; from < values.length; from += length) {
            float[] part = Arrays.copyOfRange(expected.values(), from, from + length);
            var here = Comparison.of(group, name, difference(values, from, part), allowed.of(part));
            worst = worst == null || here.used() > worst.used() ? here : worst;
        }
        done.add(worst != null ? worst : Comparison.failed(group, name, "it has no entry"));
    }

    private static double difference(float[] found, int from, float[] expected) {
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs((double) found[from + i] - expected[i]);
            if (!(difference <= worst)) {
                worst = difference;
            }
            if (Double.isNaN(worst)) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return worst;
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private Double number(OutputGroup group, String name, JsonElement expected) {
        if (expected == null) {
            done.add(Comparison.missing(group, name, "config.json"));
            return null;
        }
        if (expected.isJsonPrimitive() && expected.getAsJsonPrimitive().isNumber()) {
            double value = new BigDecimal(expected.getAsString()).doubleValue();
            if (Double.isFinite(value)) {
                return value;
            }
        }
        done.add(Comparison.failed(group, name, "is " + expected + " (expected: a finite number)"));
        return null;
    }
}
