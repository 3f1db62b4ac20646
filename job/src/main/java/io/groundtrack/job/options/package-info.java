/** Every option of the job: read once, validated together, and documented from one table. */
package io.groundtrack.job.options;
