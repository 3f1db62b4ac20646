package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;

/**
 * All that one masked forward gives.
 *
 * @param s1Features (B, D), pooled over the kept tokens of Sentinel-1
 * @param s2Features (B, D), the same of Sentinel-2
 * @param s1FromS1 predicted pixels of S1 (B, N, P·P·C1), each token's rows, columns, bands
 * @param s2FromS2 (B, N, P·P·C2)
 * @param s1FromS2 (B, N, P·P·C1)
 * @param s2FromS1 (B, N, P·P·C2)
 */
public record Reconstruction(
        NDArray s1Features,
        NDArray s2Features,
        NDArray s1FromS1,
        NDArray s2FromS2,
        NDArray s1FromS2,
        NDArray s2FromS1,
        Masks masks,
        Losses losses) {}
