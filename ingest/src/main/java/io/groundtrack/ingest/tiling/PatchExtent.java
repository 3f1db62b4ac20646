package io.groundtrack.ingest.tiling;

/** Which patches of a tile's grid exist: the option {@code patches.extent}. */
public enum PatchExtent {
    /** Rows and columns 0 … 83 whose square touches the 100 km square clipped to its zone. */
    TILE(84),
    /** All whole patches of the granule raster: for archives of single patches. */
    GRANULE(91);

    private final int columns;

    PatchExtent(int columns) {
        this.columns = columns;
    }

    /** Patches per row, and rows. */
    public int columns() {
        return columns;
    }
}
