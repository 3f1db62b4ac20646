/**
 * What is fitted on synthetic ground with known truth: sketch, classification head, thresholds of
 * change.
 */
package io.groundtrack.job.fitting;
