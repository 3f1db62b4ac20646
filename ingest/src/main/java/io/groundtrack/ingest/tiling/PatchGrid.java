package io.groundtrack.ingest.tiling;

import java.util.BitSet;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;

/**
 * The patches of one tile, and which of them an area touches.
 *
 * <p>in: an area in metres of the tile's zone → out: a bit set, bit = row * columns + column, row 0
 * in the north, column 0 in the west. A patch is 1,200 m wide.
 *
 * <p>An area touches a patch if it meets its square less one metre on every side. Blocks of patches
 * are asked first and only those the area's edge runs through are split, so a full tile costs
 * hundreds of questions, not thousands.
 */
public final class PatchGrid {

    /** Side of a patch, metres. */
    public static final int PATCH_SIDE = 1_200;

    private static final double MARGIN = 1;

    private final TileFrame tile;
    private final int columns;
    private final BitSet own;

    public PatchGrid(TileFrame tile, PatchExtent extent) {
        this.tile = tile;
        this.columns = extent.columns();
        this.own = new BitSet(columns * columns);
        switch (extent) {
            case GRANULE -> own.set(0, columns * columns);
            case TILE -> {
                for (var area : new ZoneClip(tile).areas()) {
                    mark(area, 0, own);
                }
            }
        }
    }

    /** Patches per row, and rows. */
    public int columns() {
        return columns;
    }

    /** The patches that exist. */
    public BitSet own() {
        return (BitSet) own.clone();
    }

    /** The patches that exist and that the area touches. */
    public BitSet touchedBy(Geometry area) {
        var touched = new BitSet(columns * columns);
        mark(area, MARGIN, touched);
        touched.and(own);
        return touched;
    }

    private void mark(Geometry area, double margin, BitSet into) {
        if (!area.isEmpty()) {
            mark(PreparedGeometryFactory.prepare(area), 0, 0, columns, columns, margin, into);
        }
    }

    private void mark(
            PreparedGeometry area,
            int row,
            int column,
            int endRow,
            int endColumn,
            double margin,
            BitSet into) {
        var block =
                Projection.GEOMETRY.toGeometry(
                        new Envelope(
                                tile.ulx() + column * PATCH_SIDE + margin,
                                tile.ulx() + endColumn * PATCH_SIDE - margin,
                                tile.uly() - row * PATCH_SIDE - margin,
                                tile.uly() - endRow * PATCH_SIDE + margin));
        if (area.disjoint(block)) {
            return;
        }
        var rows = endRow - row;
        var width = endColumn - column;
        if (rows == 1 && width == 1 || area.covers(block)) {
            for (var r = row; r < endRow; r++) {
                into.set(r * columns + column, r * columns + endColumn);
            }
        } else if (rows >= width) {
            mark(area, row, column, row + rows / 2, endColumn, margin, into);
            mark(area, row + rows / 2, column, endRow, endColumn, margin, into);
        } else {
            mark(area, row, column, endRow, column + width / 2, margin, into);
            mark(area, row, column + width / 2, endRow, endColumn, margin, into);
        }
    }
}
