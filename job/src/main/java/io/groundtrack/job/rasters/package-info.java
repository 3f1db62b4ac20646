/**
 * Are pixels what GDAL makes of the same files? Rasters and warps held against reference numbers
 * that another program made.
 */
package io.groundtrack.job.rasters;
