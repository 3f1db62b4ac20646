/**
 * Reading pixels: ours beside GDAL, on files of the size and the texture of real bands, from the
 * disk and over HTTP; and a whole granule pair for replays.
 */
package io.groundtrack.bench.raster;
