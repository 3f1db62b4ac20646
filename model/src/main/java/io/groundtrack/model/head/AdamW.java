package io.groundtrack.model.head;

/**
 * Adam with decoupled weight decay, on one array of numbers; betas 0.9 and 0.999, eps 1e-8.
 *
 * <p>State: both moments and the count of steps. Source: Loshchilov and Hutter, Decoupled Weight
 * Decay Regularization, arXiv 1711.05101, algorithm 2.
 */
final class AdamW {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPS = 1e-8;

    private final double learningRate;
    private final double decay;
    private final double[] first;
    private final double[] second;
    private int steps;

    AdamW(int size, double learningRate, double decay) {
        this.learningRate = learningRate;
        this.decay = decay;
        first = new double[size];
        second = new double[size];
    }

    /** Moves the weights against the gradient. */
    void step(double[] weights, double[] gradient) {
        steps++;
        double correction1 = 1 - Math.pow(BETA_1, steps);
        double correction2 = 1 - Math.pow(BETA_2, steps);
        for (int i = 0; i < weights.length; i++) {
            double g = gradient[i];
            first[i] = BETA_1 * first[i] + (1 - BETA_1) * g;
            second[i] = BETA_2 * second[i] + (1 - BETA_2) * g * g;
            double direction = first[i] / correction1 / (Math.sqrt(second[i] / correction2) + EPS);
            weights[i] -= learningRate * (direction + decay * weights[i]);
        }
    }
}
