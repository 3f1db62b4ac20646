package io.groundtrack.model;

/**
 * What the encoder says about pairs of patches of one place, one of each sensor, in their order.
 */
public record EncodedPairs(Encoded s1, Encoded s2) {}
