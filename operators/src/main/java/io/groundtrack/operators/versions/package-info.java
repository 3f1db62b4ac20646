/**
 * Which delivery of a product counts? {@code GranuleNotice} in → {@code Granule} out, one for each
 * tile that gains, changes or loses the product.
 *
 * <p>State, key = product identity: the winning notice and the versions seen (a few kB); cleared
 * {@code notices.remember-deletes} of processing time after the last notice, never in a replay.
 */
package io.groundtrack.operators.versions;
