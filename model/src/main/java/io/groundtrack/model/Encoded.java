package io.groundtrack.model;

/**
 * What the encoder says about a list of patches, in the list's order.
 *
 * @param features one vector of D numbers a patch: the embedding
 * @param sketches N·K bytes a patch: for each token, row by row, its K sketch numbers
 * @param shape patches that were computed together; vectors are equal to the bit where it is equal
 */
public record Encoded(float[][] features, byte[][] sketches, int shape) {}
