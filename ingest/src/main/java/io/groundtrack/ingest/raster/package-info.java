/**
 * What does a raster file hold, and what of it lies on our grid?
 *
 * <p>in: a GeoTIFF or Cloud Optimized GeoTIFF in the local file system → out: windows of one band
 * as {@code float[]} or {@code double[]} ({@link io.groundtrack.ingest.raster.GeoTiff}), and the
 * same resampled onto a window of the tile grid ({@link io.groundtrack.ingest.raster.GridWarp}).
 * Decoded blocks are shared by all readers of the process ({@link
 * io.groundtrack.ingest.raster.BlockCache}).
 *
 * <p>Read: classic and BigTIFF, both byte orders, strips and tiles, chunky and planar, uncompressed
 * / PackBits / LZW / DEFLATE / ZSTD, predictors 1 to 3, integers of 8, 16, 32 and 64 bits, floats
 * of 16, 32 and 64 bits, unsigned integers packed into other numbers of bits, sparse blocks,
 * overviews. Masks and further pages are passed over. Everything else is refused by a {@link
 * io.groundtrack.ingest.raster.RasterException}; files are untrusted, so every count, size and
 * offset is held against the file's length or a stated bound before memory is taken for it.
 *
 * <p>Source: TIFF 6.0; Adobe TIFF Technical Note 3 (predictor 3); OGC GeoTIFF 1.1 (19-008r4);
 * BigTIFF as libtiff writes it; {@code GDAL_NODATA} (tag 42113).
 */
package io.groundtrack.ingest.raster;
