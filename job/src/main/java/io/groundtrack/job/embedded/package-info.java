/**
 * The embedded default: broker, engine and files in one JVM, for the demo, for replays and for
 * tests.
 */
package io.groundtrack.job.embedded;
