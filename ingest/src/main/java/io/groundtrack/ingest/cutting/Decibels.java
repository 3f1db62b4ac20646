package io.groundtrack.ingest.cutting;

/**
 * Numbers in dB: {@code (float) (tenths · Math.log10(value))} to the bit, several times as fast.
 *
 * <p>in: power or amplitude → out: dB, NaN where it is not more than 0 or not finite. The logarithm
 * is taken by a table over the mantissa and a short series, which is off by less than {@link
 * #MARGIN}; where a margin to both sides does not round to one float, and far from 1, {@link
 * Math#log10} decides. Stateless.
 */
final class Decibels {

    /** Several times the error of the series and of {@link Math#log10}, together 2.4e-12 dB. */
    private static final double MARGIN = 1e-11;

    private static final int MOST_EXPONENT = 64;
    private static final int TABLE_BITS = 9;
    private static final int EXPONENT_BIAS = 1023;
    private static final int MANTISSA_BITS = 52;
    private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
    private static final long ONE = (long) EXPONENT_BIAS << MANTISSA_BITS;
    private static final double LOG10_2 = Math.log10(2);
    private static final double LOG10_E = 1 / Math.log(10);

    private static final double[] INVERSE = new double[1 << TABLE_BITS];
    private static final double[] LOGARITHM = new double[1 << TABLE_BITS];

    static {
        for (int i = 0; i < INVERSE.length; i++) {
            INVERSE[i] = 1 / (1 + (i + 0.5) / INVERSE.length);
            LOGARITHM[i] = -Math.log10(INVERSE[i]);
        }
    }

    private Decibels() {}

    /**
     * @param tenths 10 for power, 20 for amplitude
     */
    static float of(double value, double tenths) {
        long bits = Double.doubleToRawLongBits(value);
        // the sign makes it negative, subnormal, infinite and NaN are far off
        int exponent = (int) (bits >> MANTISSA_BITS) - EXPONENT_BIAS;
        if (exponent < -MOST_EXPONENT || exponent > MOST_EXPONENT) {
            return exactly(value, tenths);
        }
        int index = (int) ((bits & MANTISSA) >>> (MANTISSA_BITS - TABLE_BITS));
        double mantissa = Double.longBitsToDouble(bits & MANTISSA | ONE);
        // below 0.001; the first term left out, t^4 / 4, below 2.3e-13
        double t = mantissa * INVERSE[index] - 1;
        double series = t * (1 + t * (-1.0 / 2 + t * (1.0 / 3)));
        double decibels = tenths * (exponent * LOG10_2 + LOGARITHM[index] + series * LOG10_E);
        float below = (float) (decibels - MARGIN);
        float above = (float) (decibels + MARGIN);
        return below == above && below != 0 ? below : exactly(value, tenths);
    }

    private static float exactly(double value, double tenths) {
        double decibels = value > 0 ? tenths * Math.log10(value) : Double.NaN;
        return Double.isInfinite(decibels) ? Float.NaN : (float) decibels;
    }
}
