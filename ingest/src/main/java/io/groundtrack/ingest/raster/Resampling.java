package io.groundtrack.ingest.raster;

/** How a pixel of the grid gets its value from the pixels of a raster. */
public enum Resampling {
    /** The pixel its centre falls into. */
    NEAREST,
    /**
     * The four pixels whose centres surround its centre, weighted by distance; those without data
     * are left out and the weights of the rest brought back to a sum of 1.
     */
    BILINEAR
}
