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

    int largest() {
        return sizes.get(sizes.size() - 1);
    }

    /**
     * A batch is at least two parts, for two cores to be at work on without a wait. Dense networks
     * lose nothing by small ones; experts, who have few rows of each part and large weights to read
     * for them, do.
     */
    private static int part(ModelConfig config, ModelOptions options) {
        int batch = options.batchSize();
        if (!options.device().equals("cpu")) {
            return batch;
        }
        int halves = (batch + 1) / 2;
        boolean experts = false;
        for (int i = 0; i < config.depth(); i++) {
            experts |= config.hasSoftMoe(i);
        }
        if (experts) {
            // TODO-measure
            return batch <= 8 ? batch : halves;
        }
        return Math.min(SMALL, halves);
    }
}
