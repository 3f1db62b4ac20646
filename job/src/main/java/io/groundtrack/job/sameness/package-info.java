/** Runs the job over one archive in many ways and says whether each gave the same result. */
package io.groundtrack.job.sameness;
