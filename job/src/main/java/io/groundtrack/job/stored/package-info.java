/** Replays what an earlier run left: its embeddings in place of pixels. */
package io.groundtrack.job.stored;
