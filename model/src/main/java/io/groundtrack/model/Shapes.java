package io.groundtrack.model;

import io.groundtrack.model.checkpoint.ModelConfig;
import java.util.List;

/**
 * The few shapes that lists are cut and padded to.
 *
 * <p>A vector depends, to the bit, on its patch and the shape alone. Shapes follow from the
 * configuration and the batch size, never from how many threads there are.
 *
 * @param sizes patches computed together, ascending
 */
record Shapes(List<Integer> sizes) {
    private static final int SMALL = 8;
    private static final int LARGE = 32;

    /** So many weights, 16 MB of them, a processor keeps at hand from one part to the next. */
    private static final long CACHED = 4L << 20;

    static Shapes of(ModelConfig config, ModelOptions options) {
        int part = part(config, options);
        if (options.oneShape() || part == 1) {
            return new Shapes(List.of(part));
        }
        return new Shapes(part > SMALL ? List.of(1, SMALL, part) : List.of(1, part));
    }

    /** The smallest that holds the list, else the largest, which it is then cut into. */
    int of(int count) {
        for (int size : sizes) {
            if (size >= count) {
                return size;
            }
        }
        return largest();
    }

    boolean isOne() {
        return sizes.size() == 1;
    }

    int largest() {
        return sizes.get(sizes.size() - 1);
    }

    /**
     * A batch is at least two parts, so that two cores need not wait for each other; small ones
     * lose nothing. But large experts do: each part reads all their weights, for the few rows that
     * one expert has in it.
     */
    private static int part(ModelConfig config, ModelOptions options) {
        int batch = options.batchSize();
        if (!options.device().equals("cpu")) {
            return batch;
        }
        int half = (batch + 1) / 2;
        if (largestExperts(config) <= CACHED) {
            return Math.min(SMALL, half);
        }
        return batch <= SMALL ? batch : Math.min(LARGE, half);
    }

    /** Weights of the experts of one block; 0 where all are dense. */
    private static long largestExperts(ModelConfig config) {
        boolean any = false;
        for (int i = 0; i < config.depth(); i++) {
            any |= config.hasSoftMoe(i);
        }
        var moe = config.softMoe();
        return any ? 2L * moe.experts() * config.width() * moe.expertHidden() : 0;
    }
}
