package io.groundtrack.model;

/**
 * What the encoder says about a list of patches, in the list's order.
 *
 * @param features one vector of D numbers a patch: the embedding
 * @param sketches N·K bytes a patch: for each token, row by row, its K sketch numbers
 */
public record Encoded(float[][] features, byte[][] sketches) {}
