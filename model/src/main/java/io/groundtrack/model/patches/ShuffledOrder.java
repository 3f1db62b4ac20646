package io.groundtrack.model.patches;

import java.util.Objects;

/**
 * The order in which an epoch visits {@code size} patches: a permutation that needs no table.
 *
 * <p>in: position → out: number of the patch; a function of (size, seed, epoch) alone, so a run
 * goes on at any step without what came before. Immutable, thread safe.
 *
 * <p>A balanced Feistel network over the smallest even number of bits that holds the size; where it
 * leads beyond the size, it is walked on until it comes back. Source: Black and Rogaway, Ciphers
 * with arbitrary finite domains, 2002 (cycle walking).
 */
public final class ShuffledOrder {

    private static final int ROUNDS = 8;

    /** Fewer bits would know too few permutations. */
    private static final int LEAST_HALF = 4;

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final long size;
    private final int half;
    private final long mask;
    private final long[] keys = new long[ROUNDS];

    private ShuffledOrder(long size, long seed, long epoch) {
        this.size = size;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, size - 1));
        this.half = Math.max(LEAST_HALF, (bits + 1) / 2);
        this.mask = (1L << half) - 1;
        long state = mix(mix(seed + GOLDEN) ^ epoch * 0xd1342543de82ef95L + 1);
        for (int i = 0; i < ROUNDS; i++) {
            state += GOLDEN;
            keys[i] = mix(state);
        }
    }

    /**
     * @param size patches of the epoch, 1 to 2^60
     */
    public static ShuffledOrder of(long size, long seed, long epoch) {
        if (size < 1 || size > 1L << 60) {
            throw new IllegalArgumentException("size: " + size + " (expected: 1 to 2^60)");
        }
        return new ShuffledOrder(size, seed, epoch);
    }

    public long size() {
        return size;
    }

    /** Number of the patch that is visited at {@code position}. */
    public long at(long position) {
        long number = Objects.checkIndex(position, size);
        do {
            number = permute(number);
        } while (number >= size);
        return number;
    }

    private long permute(long number) {
        long left = number >>> half;
        long right = number & mask;
        for (long key : keys) {
            long next = left ^ (mix(right ^ key) & mask);
            left = right;
            right = next;
        }
        return left << half | right;
    }

    /** Finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
    static long mix(long z) {
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
