/**
 * Where do training patches come from? From notices, through the reading, pairing and cutting of
 * the job, or from synthetic landscapes with their truth: into one set that the model room reads.
 */
package io.groundtrack.job.patches;
