package io.groundtrack.model.evaluation.experts;

/** Entropy of shares that sum to one, as a share of the greatest possible: 0 = one has all, 1. */
final class Entropy {
    private Entropy() {}

    static double of(double[] shares) {
        if (shares.length < 2) {
            return 0;
        }
        double sum = 0;
        for (double share : shares) {
            sum -= share > 0 ? share * Math.log(share) : 0;
        }
        return sum / Math.log(shares.length);
    }
}
