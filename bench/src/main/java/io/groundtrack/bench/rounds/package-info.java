/** Contestants take turns; their times, and the ratios of those with what is known of them. */
package io.groundtrack.bench.rounds;
