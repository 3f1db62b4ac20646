package io.groundtrack.testing.landscape.noise;

/**
 * Mixes whole numbers into well spread ones.
 *
 * <p>in: longs → out: a long whose bits look random, the same on every machine. The mixing steps
 * are those of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators,
 * 2014).
 */
public final class Hash {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Hash() {}

    /** One number mixed. */
    public static long of(long a) {
        long z = a + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Two numbers mixed; their order counts. */
    public static long of(long a, long b) {
        return of(of(a) ^ b);
    }

    /** Three numbers mixed; their order counts. */
    public static long of(long a, long b, long c) {
        return of(of(a, b) ^ c);
    }

    /** A number for a text. */
    public static long of(String text) {
        long hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = of(hash, text.charAt(i));
        }
        return hash;
    }

    /** The hash as a number of [0, 1). */
    public static double unit(long hash) {
        return (hash >>> 11) * 0x1.0p-53;
    }

    /** The hash as a draw of the standard normal distribution. */
    public static double normal(long hash) {
        return Draws.NORMAL[(int) (hash >>> 52)];
    }
}
