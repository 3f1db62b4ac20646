/**
 * What is on the ground? {@code PatchOutcome} and {@code PatchPair} in → {@code Classification}
 * out, from S1, S2 or both.
 *
 * <p>State, key = patch: the vectors of the patch and the pairs known; dropped once older than
 * {@code pairing.horizon} plus three times {@code pairing.window} behind the newest acquisition of
 * the patch.
 */
package io.groundtrack.operators.classification;
