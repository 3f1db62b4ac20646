/**
 * The network, written as DJL blocks: {@link io.groundtrack.model.network.CrossSensorEncoder} is
 * the file that reads like the paper, the others are its parts. Letters of shapes are explained in
 * {@code io.groundtrack.model}.
 *
 * <p>A result belongs to the {@code NDManager} of its first operand; so every line here begins with
 * what was computed from the input, never with a bare weight.
 */
package io.groundtrack.model.network;
