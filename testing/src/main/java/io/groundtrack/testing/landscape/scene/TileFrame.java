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

    /** Columns of letters restart every three zones, rows every two; neither has I and O. */
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";

    private static final int ROW_LETTERS = 20;
    private static final int SQUARE = 100_000;
    private static final int FALSE_NORTHING = 10_000_000;

    /** Bands of 8° from C on, and the northing above which each lies everywhere, 100 km. */
    private static final String BANDS = "CDEFGHJKLMNPQRSTUVWX";

    private static final int[] BAND_FROM = {
        11, 20, 28, 37, 46, 55, 64, 73, 82, 91, 0, 8, 17, 26, 35, 44, 53, 62, 70, 79
    };

    /**
     * Frame of a tile by its name: the square's upper-left corner, moved out to multiples of 60 m
     * counted from the equator.
     */
    public static TileFrame of(String tile) {
        if (!tile.matches("(0[1-9]|[1-5][0-9]|60)[C-HJ-NP-X][A-HJ-NP-Z][A-HJ-NP-V]")) {
            throw new IllegalArgumentException(
                    "tile: " + tile + " (expected: an MGRS 100 km square such as 33UUP)");
        }
        int zone = Integer.parseInt(tile.substring(0, 2));
        int band = BANDS.indexOf(tile.charAt(2));
        boolean north = tile.charAt(2) >= 'N';
        int easting = (Math.floorMod(LETTERS.indexOf(tile.charAt(3)), 8) + 1) * SQUARE;
        int row = Math.floorMod(LETTERS.indexOf(tile.charAt(4)) - (zone % 2 == 0 ? 5 : 0), 20);
        while (row < BAND_FROM[band]) {
            row += ROW_LETTERS;
        }
        int fromEquator = (row + 1) * SQUARE - (north ? 0 : FALSE_NORTHING);
        int ulx = Math.floorDiv(easting, 60) * 60;
        int uly = -Math.floorDiv(-fromEquator, 60) * 60 + (north ? 0 : FALSE_NORTHING);
        return new TileFrame(tile, (north ? 32_600 : 32_700) + zone, ulx, uly, 84);
    }

    /** Easting of the left edge of a column. */
    public int easting(int column) {
        return ulx + column * PATCH_METRES;
    }

    /** Northing of the upper edge of a row. */
    public int northing(int row) {
        return uly - row * PATCH_METRES;
    }
}
