package io.groundtrack.ingest.raster;

import io.groundtrack.ingest.raster.RasterException.Problem;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Which blocks of one file do not decode, and why, so that nobody decodes them again.
 *
 * <p>State: a bit a block, the words for the first {@value #MOST_REASONS}; guarded by its owner.
 */
final class BadBlocks {

    private static final int MOST_REASONS = 16;

    private record Reason(Problem problem, String message) {}

    private final BitSet blocks = new BitSet();
    private final Map<Integer, Reason> reasons = new HashMap<>();

    void add(int block, RasterException why) {
        blocks.set(block);
        if (reasons.size() < MOST_REASONS || reasons.containsKey(block)) {
            reasons.put(block, new Reason(why.problem(), why.getMessage()));
        }
    }

    /** Room that it takes. */
    long bits() {
        return blocks.size();
    }

    /** Fails as the block did. */
    void require(int block, String file) throws RasterException {
        if (!blocks.get(block)) {
            return;
        }
        var reason = reasons.get(block);
        throw reason == null
                ? new RasterException(
                        Problem.DAMAGED,
                        file,
                        "block " + block + " did not decode before (expected: a sound one)")
                : RasterException.again(reason.problem(), reason.message());
    }
}
