package io.groundtrack.testing.landscape.noise;

import java.util.function.DoubleUnaryOperator;

/**
 * Tables that turn twelve random bits into a draw of a distribution.
 *
 * <p>Each holds the middles of 4,096 equally probable slices, so reading it at a uniform index is a
 * draw; tails beyond 1 in 8,192 are cut. {@code StrictMath} keeps them the same on every machine.
 */
public final class Draws {

    /** Entries of each table; an index is {@code bits & (SIZE - 1)}. */
    public static final int SIZE = 4096;

    /** Mean 0, variance 1. */
    static final float[] NORMAL = quantiles(x -> StrictMath.exp(-x * x / 2), -6, 6);

    /** Gamma of shape 2, mean 1: the power of two looks. */
    private static final float[] TWO_LOOKS = quantiles(x -> x * StrictMath.exp(-2 * x), 0, 15);

    private Draws() {}

    /** Standard normal draws; the caller must not write to it. */
    public static float[] normal() {
        return NORMAL;
    }

    /** Powers of two-look speckle, mean 1; the caller must not write to it. */
    public static float[] twoLooks() {
        return TWO_LOOKS;
    }

    private static float[] quantiles(DoubleUnaryOperator density, double from, double to) {
        int steps = 200_000;
        double step = (to - from) / steps;
        double total = 0;
        for (int i = 0; i < steps; i++) {
            total += density.applyAsDouble(from + (i + 0.5) * step);
        }
        var table = new float[SIZE];
        double sum = 0;
        int next = 0;
        for (int i = 0; i < steps && next < SIZE; i++) {
            double x = from + (i + 0.5) * step;
            sum += density.applyAsDouble(x);
            while (next < SIZE && sum >= (next + 0.5) / SIZE * total) {
                table[next++] = (float) x;
            }
        }
        return table;
    }
}
