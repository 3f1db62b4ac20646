/**
 * What does a run leave on disk? A folder with {@code run.json} (what decides its numbers), {@code
 * log.csv}, {@code checkpoints/} and, at the end, the model. Everything that is read again appears
 * whole under its name or not at all, so a run may be killed at any moment.
 */
package io.groundtrack.model.pretraining.files;
