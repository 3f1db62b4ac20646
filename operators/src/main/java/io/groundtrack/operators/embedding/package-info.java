/**
 * What does the model see? {@code PatchOutcome} with pixels in → {@code PatchOutcome} with the
 * embedding out; every other outcome passes through, in order.
 *
 * <p>No state: what is batched is flushed before a checkpoint barrier. One model per process and
 * device, shared by slots.
 */
package io.groundtrack.operators.embedding;
