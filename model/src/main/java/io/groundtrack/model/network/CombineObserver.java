package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;

/**
 * Sees how the Soft MoE layers of one forward route, layer after layer along the path.
 *
 * <p>Combine weights (B, T, S), slots expert by expert; each token's sum to one. They are gone when
 * the block ends: an observer copies what it keeps.
 */
@FunctionalInterface
public interface CombineObserver {
    CombineObserver NOBODY = combine -> {};

    void observe(NDArray combine);
}
