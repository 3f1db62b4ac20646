/**
 * How does a raster become one that is cheap to read?
 *
 * <p>in: an open {@link io.groundtrack.ingest.raster.Raster} of any format → out: a Cloud Optimized
 * GeoTIFF with the same pixels ({@link io.groundtrack.ingest.cog.CogWriter}).
 */
package io.groundtrack.ingest.cog;
