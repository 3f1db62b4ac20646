/**
 * What every edge carries: Avro records (generated from {@code src/main/avro}), their encoding, and
 * the one place where each key and id is made.
 *
 * <p>Records are specific Avro records with {@code String} strings and {@code Instant} times.
 * Vectors and rasters are {@code bytes}, little-endian, with shape and type in sibling fields;
 * footprints are WKB with their EPSG code.
 */
package io.groundtrack.schemas;
