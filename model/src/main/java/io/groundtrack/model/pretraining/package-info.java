/**
 * How does the model learn? {@link io.groundtrack.model.pretraining.Pretraining} is the loop:
 * patches in, masked, reconstructed in four ways, weights moved, a line of the log written, now and
 * then a checkpoint; a run killed at any moment goes on from its last one, to the bit as if nothing
 * had been. {@code data} makes batches, {@code files} keeps what a run leaves on disk, {@code
 * heldout} measures on patches that were never trained on.
 */
package io.groundtrack.model.pretraining;
