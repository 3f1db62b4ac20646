/** State by patch: speed of an arrival by length of history, and bytes. */
package io.groundtrack.bench.state;
