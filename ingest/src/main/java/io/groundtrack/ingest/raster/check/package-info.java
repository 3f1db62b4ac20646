/**
 * Is what we read what another program reads?
 *
 * <p>in: a raster → out: its description and the statistics and SHA-256 of its bands ({@link
 * io.groundtrack.ingest.raster.check.BandStatistics}); in: a table of such values, one band a line,
 * and the folder its paths start from → out: for each line equal, refused or different, and why
 * ({@link io.groundtrack.ingest.raster.check.RasterCheck}). Bands are read by rows, so a full
 * Sentinel-2 band takes a few megabytes.
 */
package io.groundtrack.ingest.raster.check;
