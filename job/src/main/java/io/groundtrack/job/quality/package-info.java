/** How good alerts are: the lifecycle and the scores held against what is known of the ground. */
package io.groundtrack.job.quality;
