/** PyTorch in a process of its own, spoken to in lines of JSON; {@code bench/peers} is its side. */
package io.groundtrack.bench.peer;
