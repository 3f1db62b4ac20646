/** Our encoders and the matrix product of the same engine, as contestants; weights and pixels. */
package io.groundtrack.bench.models;
