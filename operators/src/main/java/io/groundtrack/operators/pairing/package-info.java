/**
 * Which granules form a pass, which S1 pass belongs to an S2 pass, and what has to be cut again?
 * {@code Granule} in → {@code Strip} and {@code PatchPair} out.
 *
 * <p>State, key = tile: live granules, one revision a pass, one pair an S2 pass; dropped once older
 * than {@code pairing.horizon} plus twice {@code pairing.window} and an hour behind the newest
 * acquisition of the tile. All geometry is planar, in the tile's own UTM frame.
 */
package io.groundtrack.operators.pairing;
