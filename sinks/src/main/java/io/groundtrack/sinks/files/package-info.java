/**
 * What a bounded run leaves behind: what lives on the output topics at the end, as files, with a
 * summary whose sums close and one hash over all results.
 */
package io.groundtrack.sinks.files;
