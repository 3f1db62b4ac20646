package io.groundtrack.testing.landscape.scene;

/**
 * Where the patch grid of a tile lies.
 *
 * @param tile MGRS 100 km square
 * @param epsg EPSG code of its UTM zone
 * @param ulx easting of the upper-left corner of the grid, metres
 * @param uly northing of that corner, metres
 * @param columns patches in a row, and rows
 */
public record TileFrame(String tile, int epsg, int ulx, int uly, int columns) {

    /** Side of a patch, metres. */
    public static final int PATCH_METRES = 1200;

    /** The tile of the examples, on the Danube in Lower Austria. */
    public static final TileFrame T33UUP = new TileFrame("33UUP", 32633, 300_000, 5_400_000, 84);

    /** Easting of the left edge of a column. */
    public int easting(int column) {
        return ulx + column * PATCH_METRES;
    }

    /** Northing of the upper edge of a row. */
    public int northing(int row) {
        return uly - row * PATCH_METRES;
    }
}
