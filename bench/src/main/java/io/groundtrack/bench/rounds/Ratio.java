package io.groundtrack.bench.rounds;

import java.util.Arrays;
import java.util.Random;

/**
 * What two contestants' times of the same rounds say of their ratio.
 *
 * <p>The value is the median over rounds of the ratio within a round, so that what slows the whole
 * machine for a while falls on both alike. The interval holds the middle 95 % of that median over
 * rounds drawn again with replacement (bootstrap, fixed seed).
 *
 * @param rounds how many there were
 */
public record Ratio(double low, double value, double high, int rounds) {
    private static final int DRAWS = 4000;

    /**
     * @param above seconds of each round
     * @param below seconds of the same rounds
     */
    public static Ratio of(double[] above, double[] below) {
        if (above.length != below.length) {
            throw new IllegalArgumentException(
                    "rounds: " + above.length + " and " + below.length + " (expected: the same)");
        }
        var ratios = new double[above.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = above[i] / below[i];
        }
        var random = new Random(1);
        var medians = new double[DRAWS];
        var drawn = new double[ratios.length];
        for (int draw = 0; draw < DRAWS; draw++) {
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = ratios[random.nextInt(ratios.length)];
            }
            medians[draw] = Statistics.median(drawn);
        }
        Arrays.sort(medians);
        return new Ratio(
                Statistics.quantile(medians, 0.025),
                Statistics.median(ratios),
                Statistics.quantile(medians, 0.975),
                ratios.length);
    }

    public Ratio times(double factor) {
        return new Ratio(factor * low, factor * value, factor * high, rounds);
    }
}
