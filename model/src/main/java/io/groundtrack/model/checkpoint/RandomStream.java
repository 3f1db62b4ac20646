package io.groundtrack.model.checkpoint;

/**
 * Pseudo-random numbers that are the same in every JVM: SplitMix64, and Box-Muller on it.
 *
 * <p>Own code because the library's generators do not promise their sequence. Source: Steele, Lea
 * and Flood, Fast Splittable Pseudorandom Number Generators, 2014.
 */
public final class RandomStream {
    private long state;

    public RandomStream(long seed) {
        state = seed;
    }

    private long next() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** In [0, 1), 53 bits. */
    public double uniform() {
        return (next() >>> 11) * 0x1p-53;
    }

    /** Mean 0, deviation 1. */
    public double gaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
        return radius * StrictMath.cos(2 * Math.PI * uniform());
    }
}
