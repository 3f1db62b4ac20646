package io.groundtrack.model.head;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Logistic regression for several classes at once: binary cross-entropy on logits, by AdamW.
 *
 * <p>In: x (n, F), y (n, K) → a linear head whose scores are logits: above 0 says yes. Features are
 * scaled by the mean and deviation of x, which are folded back. Weights start at 0 and biases at
 * the log-odds of the classes. What is kept is the head of the epoch whose validation figure was
 * highest. The loss of a step is the mean over its rows and classes.
 *
 * <p>Deterministic from the seed, whatever the machine. Memory: a few times the head.
 */
public final class LogisticFit {
    private final float[][] x;
    private final boolean[][] y;
    private final int classes;
    private final FeatureScaling scaling;
    private final double[] weights;
    private final double[] biases;
    private final double[] weightGradient;
    private final double[] biasGradient;
    private final AdamW weightSteps;
    private final AdamW biasSteps;
    private final float[] scaled;
    private final double[] errors;

    private LogisticFit(float[][] x, boolean[][] y, DescentOptions options) {
        this.x = x;
        this.y = y;
        classes = y[0].length;
        int features = x[0].length;
        scaling = FeatureScaling.of(x, features);
        weights = new double[features * classes];
        biases = logOdds(y);
        weightGradient = new double[weights.length];
        biasGradient = new double[classes];
        weightSteps = new AdamW(weights.length, options.learningRate(), options.weightDecay());
        biasSteps = new AdamW(classes, options.learningRate(), 0);
        scaled = new float[features];
        errors = new double[classes];
    }

    /**
     * @param validation a figure that is higher for a better head
     */
    public static FittedHead<LinearHead> fit(
            float[][] x,
            boolean[][] y,
            DescentOptions options,
            ToDoubleFunction<LinearHead> validation) {
        check(x, y);
        var fit = new LogisticFit(x, y, options);
        return Descent.run(
                x.length,
                options,
                fit::step,
                () -> fit.scaling.fold(fit.weights, fit.biases),
                validation);
    }

    private void step(int[] order, int from, int to) {
        Arrays.fill(weightGradient, 0);
        Arrays.fill(biasGradient, 0);
        double share = 1.0 / ((double) (to - from) * classes);
        for (int i = from; i < to; i++) {
            scaling.scale(x[order[i]], 0, scaled);
            addGradient(y[order[i]], share);
        }
        weightSteps.step(weights, weightGradient);
        biasSteps.step(biases, biasGradient);
    }

    private void addGradient(boolean[] truth, double share) {
        System.arraycopy(biases, 0, errors, 0, classes);
        for (int f = 0; f < scaled.length; f++) {
            int row = f * classes;
            for (int k = 0; k < classes; k++) {
                errors[k] += scaled[f] * weights[row + k];
            }
        }
        for (int k = 0; k < classes; k++) {
            errors[k] = (1 / (1 + Math.exp(-errors[k])) - (truth[k] ? 1 : 0)) * share;
            biasGradient[k] += errors[k];
        }
        for (int f = 0; f < scaled.length; f++) {
            int row = f * classes;
            for (int k = 0; k < classes; k++) {
                weightGradient[row + k] += scaled[f] * errors[k];
            }
        }
    }

    /** Half a row is added to either side: a class that is always or never there stays finite. */
    private static double[] logOdds(boolean[][] y) {
        var odds = new double[y[0].length];
        for (int k = 0; k < odds.length; k++) {
            int count = 0;
            for (boolean[] row : y) {
                count += row[k] ? 1 : 0;
            }
            odds[k] = Math.log((count + 0.5) / (y.length - count + 0.5));
        }
        return odds;
    }

    private static void check(float[][] x, boolean[][] y) {
        if (x.length == 0 || x.length != y.length) {
            throw new IllegalArgumentException(
                    "logistic: "
                            + x.length
                            + " rows, "
                            + y.length
                            + " targets (expected: as many targets as rows, at least one)");
        }
        for (int i = 0; i < x.length; i++) {
            if (x[i].length != x[0].length || y[i].length != y[0].length) {
                throw new IllegalArgumentException("logistic: row " + i + " differs in length");
            }
        }
    }
}
