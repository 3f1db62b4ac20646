package io.groundtrack.testing.landscape.scene;

/**
 * A rectangle of whole patches of one tile: the ground of a landscape.
 *
 * @param frame grid of the tile
 * @param firstRow uppermost row of patches
 * @param firstColumn leftmost column of patches
 * @param rows rows of patches
 * @param columns columns of patches
 */
public record Area(TileFrame frame, int firstRow, int firstColumn, int rows, int columns) {

    /** Pixels of 10 m along a patch. */
    public static final int PATCH = 120;

    /** Cells along a patch. */
    public static final int GRID = 8;

    /** Pixels of 10 m along a cell. */
    public static final int CELL = PATCH / GRID;

    public Area {
        if (rows < 1 || columns < 1 || rows > 30 || columns > 30) {
            throw new IllegalArgumentException(
                    "patches: " + rows + " x " + columns + " (expected: 1 to 30 each)");
        }
        if (firstRow < 0
                || firstColumn < 0
                || firstRow + rows > frame.columns()
                || firstColumn + columns > frame.columns()) {
            throw new IllegalArgumentException(
                    "patches from row "
                            + firstRow
                            + ", column "
                            + firstColumn
                            + " (expected: inside the "
                            + frame.columns()
                            + " of the tile)");
        }
    }

    /** Pixels of 10 m from left to right. */
    public int width() {
        return columns * PATCH;
    }

    /** Pixels of 10 m from top to bottom. */
    public int height() {
        return rows * PATCH;
    }

    /** Easting of the left edge, metres. */
    public int left() {
        return frame.easting(firstColumn);
    }

    /** Northing of the upper edge, metres. */
    public int top() {
        return frame.northing(firstRow);
    }

    /** Whether the patch belongs to this area. */
    public boolean contains(int row, int column) {
        return row >= firstRow
                && row < firstRow + rows
                && column >= firstColumn
                && column < firstColumn + columns;
    }
}
