/**
 * What has been learned? Measured on patches that were never trained on, against guesses that know
 * nothing: the mean of what is visible, the mean of the band, another patch's radar.
 */
package io.groundtrack.model.pretraining.heldout;
