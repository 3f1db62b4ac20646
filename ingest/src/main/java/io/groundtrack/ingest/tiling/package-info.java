/**
 * Which tiles, and which patches of them, does a footprint touch?
 *
 * <p>in: a tile name, or a footprint in longitude and latitude → out: {@link
 * io.groundtrack.schemas.TileShare}s, planar in the tile's own UTM zone. Pure; keeps no state. A
 * patch counts as touched if the footprint meets its square less one metre on every side:
 * footprints are published to 1e-7 degrees, so the footprint of exactly one patch must not touch
 * its eight neighbours.
 *
 * <p>Projection: own Krüger series (fourth order in n, below a micrometre within 30° of the central
 * meridian), because a wide zone (32V, 31X … 37X) leaves the few degrees that short series serve.
 */
package io.groundtrack.ingest.tiling;
