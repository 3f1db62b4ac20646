/**
 * How weights follow their gradients: {@link io.groundtrack.model.optimiser.AdamW}, the rate it
 * goes at, the clipping before it and the moving average after it. Own state throughout, so that a
 * run stopped and gone on with is, to the bit, the run never stopped.
 */
package io.groundtrack.model.optimiser;
