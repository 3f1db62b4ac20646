/**
 * What does a step see? Batches of standardised patches, turned and masked by numbers that are a
 * function of seed, epoch and patch alone: nothing has to be remembered between steps.
 */
package io.groundtrack.model.pretraining.data;
