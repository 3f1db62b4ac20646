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

    private record Gradient(double[] weights, double[] biases, int pixels) {}

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
        Gradient[] gradients =
                IntStream.range(from, to)
                        .parallel()
                        .mapToObj(i -> gradient(tokens[order[i]], truth[order[i]]))
                        .toArray(Gradient[]::new);
        var weightSum = new double[weights.length];
        var biasSum = new double[biases.length];
        long pixels = 0;
        for (Gradient gradient : gradients) {
            add(gradient.weights(), weightSum);
            add(gradient.biases(), biasSum);
            pixels += gradient.pixels();
        }
        if (pixels > 0) {
            divide(weightSum, pixels);
            divide(biasSum, pixels);
            weightSteps.step(weights, weightSum);
            biasSteps.step(biases, biasSum);
        }
    }

    /** Of the summed cross-entropy of one patch's pixels. */
    private Gradient gradient(float[] patch, byte[] labels) {
        int classes = biases.length;
        int features = scaling.features();
        int cells = gridSize * gridSize;
        var scaled = new float[cells][features];
        var logits = new float[cells * classes];
        for (int n = 0; n < cells; n++) {
            scaling.scale(patch, n * features, scaled[n]);
            for (int k = 0; k < classes; k++) {
                logits[n * classes + k] = (float) biases[k];
            }
            for (int f = 0; f < features; f++) {
                for (int k = 0; k < classes; k++) {
                    logits[n * classes + k] += (float) (scaled[n][f] * weights[f * classes + k]);
                }
            }
        }
        var logitGradient = new float[cells * classes];
        int pixels = pixelGradient(logits, labels, logitGradient);
        var gradient = new Gradient(new double[weights.length], new double[classes], pixels);
        for (int n = 0; n < cells; n++) {
            for (int k = 0; k < classes; k++) {
                gradient.biases()[k] += logitGradient[n * classes + k];
            }
            for (int f = 0; f < features; f++) {
                for (int k = 0; k < classes; k++) {
                    gradient.weights()[f * classes + k] +=
                            scaled[n][f] * logitGradient[n * classes + k];
                }
            }
        }
        return gradient;
    }

    /** Logits of tokens (N, K) → their gradient; returns the pixels that count. */
    private int pixelGradient(float[] logits, byte[] labels, float[] into) {
        int classes = biases.length;
        float[] wide = upsampling.wide(logits, classes);
        var wideGradient = new float[wide.length];
        var line = new float[imageSize * classes];
        int pixels = 0;
        for (int y = 0; y < imageSize; y++) {
            upsampling.line(wide, classes, y, line);
            for (int x = 0; x < imageSize; x++) {
                int is = place[labels[y * imageSize + x] & 0xff];
                if (is >= 0) {
                    pixels++;
                    softmax(line, x * classes, classes);
                    line[x * classes + is] -= 1;
                } else {
                    Arrays.fill(line, x * classes, (x + 1) * classes, 0);
                }
            }
            upsampling.addLineGradient(line, classes, y, wideGradient);
        }
        System.arraycopy(upsampling.mapGradient(wideGradient, classes), 0, into, 0, into.length);
        return pixels;
    }

    private static void softmax(float[] values, int from, int count) {
        float largest = values[from];
        for (int k = 1; k < count; k++) {
            largest = Math.max(largest, values[from + k]);
        }
        float sum = 0;
        for (int k = 0; k < count; k++) {
            float power = (float) Math.exp(values[from + k] - largest);
            values[from + k] = power;
            sum += power;
        }
        for (int k = 0; k < count; k++) {
            values[from + k] /= sum;
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

    private static void add(double[] values, double[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] += values[i];
        }
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
