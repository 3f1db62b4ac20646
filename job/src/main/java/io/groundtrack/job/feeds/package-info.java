/** Where the doors of {@code ingest} put their notices: Kafka. */
package io.groundtrack.job.feeds;
