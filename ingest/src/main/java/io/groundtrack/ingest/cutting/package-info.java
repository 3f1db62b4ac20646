/**
 * What does one pass see of each patch?
 *
 * <p>in: {@link io.groundtrack.schemas.Strip} → out: one {@link
 * io.groundtrack.schemas.PatchOutcome} for every patch of the strip, in the order of its bits, and
 * a {@link io.groundtrack.schemas.Reject} for every file that cannot be read. Step {@code
 * cut-into-patches}.
 *
 * <p>Pixels are brought to the tile grid (10 m, UTM) and to one unit: Sentinel-2 digital numbers
 * (reflectance × 10,000, offset applied), Sentinel-1 backscatter in dB. An outcome is a function of
 * its patch and of the granules that touch it, never of what else is in the strip.
 *
 * <p>Which scene classes count as clear: {@link io.groundtrack.ingest.cutting.SceneClass}; what an
 * observation has to say of itself: {@link io.groundtrack.schemas.Quality}.
 *
 * <p>State: open files of one strip, decoded blocks shared by the process ({@link
 * io.groundtrack.ingest.raster.BlockCache}); nothing is kept from strip to strip.
 */
package io.groundtrack.ingest.cutting;
