package io.groundtrack.bench.peer;

import io.groundtrack.bench.models.OurEncoder;
import io.groundtrack.bench.models.SamplePatches;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether both sides compute the same: the same weights, the same pixels, features against
 * features. Only then do their times say anything.
 *
 * <p>fp32 is held to the largest absolute difference, bf16 to the smallest cosine with PyTorch's
 * fp32 features.
 */
public final class Agreement {
    /** Features are of the size of one, for a norm is the last thing that happens to them. */
    static final double FP32_DIFFERENCE = 2e-4;

    static final double BF16_COSINE = 0.998;

    private static final int PATCHES = 8;
    private static final int SIDE = 120;

    private Agreement() {}

    /**
     * Loads the folder into the peer, which then holds it in {@code precision}.
     *
     * @return what was compared → how it came out
     * @throws IllegalStateException where the sides differ by more than rounding
     */
    public static Map<String, Double> check(
            PyTorchPeer peer, Path folder, String precision, OurEncoder ours) {
        SamplePatches patches = SamplePatches.of(PATCHES, SIDE);
        Path pixels = folder.resolve("bench-pixels.safetensors");
        Path features = folder.resolve("bench-features.safetensors");
        try {
            Files.write(
                    pixels,
                    Safetensors.bytes(
                            Map.of("s1", tensor(patches.s1()), "s2", tensor(patches.s2()))));
            peer.load(folder, "fp32");
            Map<String, float[]> exact = features(peer, pixels, features);
            var found = new LinkedHashMap<String, Double>();
            Map<String, float[]> own = own(ours, patches);
            if (precision.equals("fp32")) {
                double difference = largestDifference(own, exact);
                found.put("largest difference of a feature from PyTorch's", difference);
                require(difference <= FP32_DIFFERENCE, folder, difference, "≤ " + FP32_DIFFERENCE);
                return found;
            }
            double cosine = smallestCosine(own, exact);
            found.put(
                    "1 − smallest cosine of our " + precision + " with PyTorch's fp32", 1 - cosine);
            peer.load(folder, precision);
            double theirs = smallestCosine(features(peer, pixels, features), exact);
            found.put(
                    "1 − smallest cosine of PyTorch's " + precision + " with its fp32", 1 - theirs);
            require(cosine >= BF16_COSINE, folder, cosine, "≥ " + BF16_COSINE);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void require(boolean holds, Path folder, double value, String expected) {
        if (!holds) {
            throw new IllegalStateException(
                    folder.getFileName()
                            + ": our features and PyTorch's: "
                            + value
                            + " (expected: "
                            + expected
                            + ")");
        }
    }

    private static Map<String, float[]> own(OurEncoder ours, SamplePatches patches) {
        var pairs = ours.encode(patches);
        return Map.of("s1", flat(pairs.s1().features()), "s2", flat(pairs.s2().features()));
    }

    private static Map<String, float[]> features(PyTorchPeer peer, Path pixels, Path into)
            throws IOException {
        peer.features(pixels, into);
        try (Safetensors file = Safetensors.open(into)) {
            return Map.of("s1", file.tensor("s1").values(), "s2", file.tensor("s2").values());
        } finally {
            Files.deleteIfExists(into);
        }
    }

    private static Tensor tensor(List<float[]> patches) {
        int values = patches.get(0).length;
        int bands = values / (SIDE * SIDE);
        return Tensor.of(flat(patches.toArray(float[][]::new)), patches.size(), bands, SIDE, SIDE);
    }

    private static float[] flat(float[][] rows) {
        var all = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * rows[i].length, rows[i].length);
        }
        return all;
    }

    static double largestDifference(Map<String, float[]> a, Map<String, float[]> b) {
        double largest = 0;
        for (String sensor : a.keySet()) {
            float[] left = a.get(sensor);
            float[] right = sameSize(left, b.get(sensor));
            for (int i = 0; i < left.length; i++) {
                double difference = Math.abs((double) left[i] - right[i]);
                if (Double.isNaN(difference)) {
                    return Double.NaN;
                }
                largest = Math.max(largest, difference);
            }
        }
        return largest;
    }

    static double smallestCosine(Map<String, float[]> a, Map<String, float[]> b) {
        double smallest = 1;
        for (String sensor : a.keySet()) {
            float[] left = a.get(sensor);
            float[] right = sameSize(left, b.get(sensor));
            int width = left.length / PATCHES;
            for (int patch = 0; patch < PATCHES; patch++) {
                double cosine = cosine(left, right, patch * width, width);
                if (Double.isNaN(cosine)) {
                    return Double.NaN;
                }
                smallest = Math.min(smallest, cosine);
            }
        }
        return smallest;
    }

    private static double cosine(float[] a, float[] b, int from, int width) {
        double product = 0;
        double ofA = 0;
        double ofB = 0;
        for (int i = from; i < from + width; i++) {
            product += (double) a[i] * b[i];
            ofA += (double) a[i] * a[i];
            ofB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(ofA * ofB);
    }

    private static float[] sameSize(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalStateException(
                    "features: " + b.length + " of the peer (expected: " + a.length + ")");
        }
        return b;
    }
}
