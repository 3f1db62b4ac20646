/**
 * The encoder as it runs: a TorchScript archive that {@link
 * io.groundtrack.model.script.EncoderScript} writes for one configuration, and {@link
 * io.groundtrack.model.script.ScriptedEncoder}, which loads it, gives it its weights once, and runs
 * it.
 *
 * <p>What is computed is written down readably in {@code io.groundtrack.model.network}; a test
 * holds the two together. Here is only what makes it fast.
 */
package io.groundtrack.model.script;
