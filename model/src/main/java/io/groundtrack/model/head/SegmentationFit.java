package io.groundtrack.model.head;

import io.groundtrack.model.checkpoint.Tensor;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Fits a {@link SegmentationHead}: cross-entropy of every pixel that counts, by AdamW.
 *
 * <p>In: n patches of (N·F) tokens and H·W pixel classes. Token features are scaled by their mean
 * and deviation, folded back in the end. Weights start at 0, biases at the log of the classes'
 * shares. The loss of a step is the mean over its pixels that count. Classes that never occur are
 * not fitted and never predicted. What is kept is the head of the epoch whose validation figure was
 * highest.
 *
 * <p>Patches of a step are worked on side by side and added up in their order, so that the outcome
 * depends on the seed only. Memory: one gradient of the head for each patch of a step.
 */
public final class SegmentationFit {
    /** Logit of a class nobody has seen. */
    private static final float NEVER = -1e4f;

    private final float[][] tokens;
    private final byte[][] truth;
    private final int gridSize;
    private final int imageSize;
    private final int allClasses;

    /** Classes that occur, and for each class its place among them, or −1. */
    private final int[] occurring;

    private final int[] place;
    private final FeatureScaling scaling;
    private final BilinearUpsampling upsampling;
    private final double[] weights;
    private final double[] biases;
    private final AdamW weightSteps;
    private final AdamW biasSteps;

    /** Of one patch: (K, F), (K), and how many pixels it is summed over. */
    private record Gradient(float[] weights, float[] biases, int pixels) {}

    private SegmentationFit(
            float[][] tokens,
            byte[][] truth,
            int classes,
            int ignore,
            int gridSize,
            int imageSize,
            DescentOptions options) {
        this.tokens = tokens;
        this.truth = truth;
        this.gridSize = gridSize;
        this.imageSize = imageSize;
        allClasses = classes;
        long[] pixels = pixelsOfClasses(truth, classes, ignore);
        occurring = IntStream.range(0, classes).filter(k -> pixels[k] > 0).toArray();
        if (occurring.length == 0) {
            throw new IllegalArgumentException(
                    "segmentation: no pixel has a class (expected: at least one)");
        }
        place = new int[256];
        Arrays.fill(place, -1);
        long counted = Arrays.stream(pixels).sum();
        biases = new double[occurring.length];
        for (int i = 0; i < occurring.length; i++) {
            place[occurring[i]] = i;
            biases[i] = Math.log((double) pixels[occurring[i]] / counted);
        }
        int features = tokens[0].length / (gridSize * gridSize);
        scaling = FeatureScaling.of(tokens, features);
        upsampling = new BilinearUpsampling(gridSize, imageSize);
        weights = new double[features * occurring.length];
        weightSteps = new AdamW(weights.length, options.learningRate(), options.weightDecay());
        biasSteps = new AdamW(biases.length, options.learningRate(), 0);
    }

    /**
     * @param truth H·W classes of each patch, as unsigned bytes
     * @param classes K
     * @param ignore the value of pixels that do not count
     * @param validation a figure that is higher for a better head
     */
    public static FittedHead<SegmentationHead> fit(
            float[][] tokens,
            byte[][] truth,
            int classes,
            int ignore,
            int gridSize,
            int imageSize,
            DescentOptions options,
            ToDoubleFunction<SegmentationHead> validation) {
        check(tokens, truth, gridSize, imageSize);
        var fit = new SegmentationFit(tokens, truth, classes, ignore, gridSize, imageSize, options);
        return Descent.run(tokens.length, options, fit::step, fit::head, validation);
    }

    private void step(int[] order, int from, int to) {
        float[] current = byClass(weights);
        Gradient[] gradients =
                IntStream.range(from, to)
                        .parallel()
                        .mapToObj(i -> gradient(tokens[order[i]], truth[order[i]], current))
                        .toArray(Gradient[]::new);
        int classes = biases.length;
        int features = scaling.features();
        var weightSum = new double[weights.length];
        var biasSum = new double[classes];
        long pixels = 0;
        for (Gradient gradient : gradients) {
            for (int k = 0; k < classes; k++) {
                biasSum[k] += gradient.biases()[k];
                for (int f = 0; f < features; f++) {
                    weightSum[f * classes + k] += gradient.weights()[k * features + f];
                }
            }
            pixels += gradient.pixels();
        }
        if (pixels > 0) {
            divide(weightSum, pixels);
            divide(biasSum, pixels);
            weightSteps.step(weights, weightSum);
            biasSteps.step(biases, biasSum);
        }
    }

    /** (F, K) in double → (K, F) in float. */
    private float[] byClass(double[] weights) {
        int classes = biases.length;
        int features = scaling.features();
        var turned = new float[weights.length];
        for (int f = 0; f < features; f++) {
            for (int k = 0; k < classes; k++) {
                turned[k * features + f] = (float) weights[f * classes + k];
            }
        }
        return turned;
    }

    /** Of the summed cross-entropy of one patch's pixels; weights (K, F). */
    private Gradient gradient(float[] patch, byte[] labels, float[] weights) {
        int classes = biases.length;
        int features = scaling.features();
        int cells = gridSize * gridSize;
        var scaled = new float[cells][features];
        var turned = new float[features][cells];
        for (int n = 0; n < cells; n++) {
            scaling.scale(patch, n * features, scaled[n]);
            for (int f = 0; f < features; f++) {
                turned[f][n] = scaled[n][f];
            }
        }
        var logits = new float[classes][cells];
        for (int k = 0; k < classes; k++) {
            Arrays.fill(logits[k], (float) biases[k]);
            for (int f = 0; f < features; f++) {
                addTo(logits[k], 0, weights[k * features + f], turned[f]);
            }
        }
        var all = new float[classes * cells];
        for (int k = 0; k < classes; k++) {
            System.arraycopy(logits[k], 0, all, k * cells, cells);
        }
        var logitGradient = new float[classes * cells];
        int pixels = pixelGradient(all, labels, logitGradient);
        var gradient = new Gradient(new float[classes * features], new float[classes], pixels);
        for (int k = 0; k < classes; k++) {
            for (int n = 0; n < cells; n++) {
                float value = logitGradient[k * cells + n];
                gradient.biases()[k] += value;
                addTo(gradient.weights(), k * features, value, scaled[n]);
            }
        }
        return gradient;
    }

    private static void addTo(float[] sums, int from, float factor, float[] values) {
        for (int i = 0; i < values.length; i++) {
            sums[from + i] += factor * values[i];
        }
    }

    /** Logits of tokens (K, N) → their gradient; returns the pixels that count. */
    private int pixelGradient(float[] logits, byte[] labels, float[] into) {
        int classes = biases.length;
        float[] wide = upsampling.wide(logits, classes);
        var wideGradient = new float[wide.length];
        var line = new float[imageSize * classes];
        var largest = new float[imageSize];
        var sum = new float[imageSize];
        int pixels = 0;
        for (int y = 0; y < imageSize; y++) {
            upsampling.line(wide, classes, y, line);
            softmax(line, classes, largest, sum);
            for (int x = 0; x < imageSize; x++) {
                int is = place[labels[y * imageSize + x] & 0xff];
                if (is >= 0) {
                    pixels++;
                    line[is * imageSize + x] -= 1;
                } else {
                    for (int k = 0; k < classes; k++) {
                        line[k * imageSize + x] = 0;
                    }
                }
            }
            upsampling.addLineGradient(line, classes, y, wideGradient);
        }
        System.arraycopy(upsampling.mapGradient(wideGradient, classes), 0, into, 0, into.length);
        return pixels;
    }

    /** Of each pixel of a line (K, W), in place; the other two are room to work in. */
    private void softmax(float[] line, int classes, float[] largest, float[] sum) {
        System.arraycopy(line, 0, largest, 0, imageSize);
        for (int k = 1; k < classes; k++) {
            for (int x = 0; x < imageSize; x++) {
                largest[x] = Math.max(largest[x], line[k * imageSize + x]);
            }
        }
        Arrays.fill(sum, 0);
        for (int k = 0; k < classes; k++) {
            for (int x = 0; x < imageSize; x++) {
                float power = (float) Math.exp(line[k * imageSize + x] - largest[x]);
                line[k * imageSize + x] = power;
                sum[x] += power;
            }
        }
        for (int k = 0; k < classes; k++) {
            for (int x = 0; x < imageSize; x++) {
                line[k * imageSize + x] /= sum[x];
            }
        }
    }

    private SegmentationHead head() {
        LinearHead fitted = scaling.fold(weights, biases);
        int features = scaling.features();
        var weight = new float[allClasses * features];
        var bias = new float[allClasses];
        Arrays.fill(bias, NEVER);
        for (int i = 0; i < occurring.length; i++) {
            int k = occurring[i];
            System.arraycopy(
                    fitted.weight().values(), i * features, weight, k * features, features);
            bias[k] = fitted.bias().values()[i];
        }
        var linear =
                new LinearHead(
                        Tensor.of(weight, allClasses, features), Tensor.of(bias, allClasses));
        return new SegmentationHead(linear, gridSize, imageSize);
    }

    private static void divide(double[] values, double by) {
        for (int i = 0; i < values.length; i++) {
            values[i] /= by;
        }
    }

    private static long[] pixelsOfClasses(byte[][] truth, int classes, int ignore) {
        var pixels = new long[classes];
        for (byte[] patch : truth) {
            for (byte label : patch) {
                int k = label & 0xff;
                if (k == ignore) {
                    continue;
                }
                if (k >= classes) {
                    throw new IllegalArgumentException(
                            "segmentation: class "
                                    + k
                                    + " (expected: 0 to "
                                    + (classes - 1)
                                    + ", or "
                                    + ignore
                                    + " to ignore it)");
                }
                pixels[k]++;
            }
        }
        return pixels;
    }

    private static void check(float[][] tokens, byte[][] truth, int gridSize, int imageSize) {
        if (tokens.length == 0 || tokens.length != truth.length) {
            throw new IllegalArgumentException(
                    "segmentation: "
                            + tokens.length
                            + " patches, "
                            + truth.length
                            + " label maps (expected: as many, at least one)");
        }
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i].length != tokens[0].length
                    || tokens[i].length % (gridSize * gridSize) != 0
                    || truth[i].length != imageSize * imageSize) {
                throw new IllegalArgumentException(
                        "segmentation: patch "
                                + i
                                + ": "
                                + tokens[i].length
                                + " numbers, "
                                + truth[i].length
                                + " pixels (expected: features of "
                                + gridSize * gridSize
                                + " tokens, "
                                + imageSize * imageSize
                                + " pixels)");
            }
        }
    }
}
