package io.groundtrack.job.quality;

import io.groundtrack.ingest.tiling.PatchExtent;
import io.groundtrack.ingest.tiling.PatchGrid;
import io.groundtrack.schemas.PatchEmbedding;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The cells of one tile, numbered through over all its patches, so that a point has a cell whether
 * or not its patch was ever embedded.
 *
 * <p>in: observations → out: the patches of the tile that holds most of the points, and the cells
 * that points label; points outside the tile are left out. A cell is disturbed if any of its points
 * is, at the earliest date.
 */
final class CellGrid {

    private static final int PATCH_METRES = PatchGrid.PATCH_SIDE;

    /** Column and row of a cell, from the corner of one patch of the tile. */
    record Cell(int column, int row) implements Comparable<Cell> {

        private static final Comparator<Cell> ORDER =
                Comparator.comparingInt(Cell::row).thenComparingInt(Cell::column);

        @Override
        public int compareTo(Cell other) {
            return ORDER.compare(this, other);
        }
    }

    /** A cell whose fate is known; the date is empty where nothing happened. */
    record Labelled(Cell cell, Optional<LocalDate> date) {}

    private final int grid;
    private final PatchEmbedding corner;
    private final Map<String, List<PatchEmbedding>> patches;
    private final double tileMetres;

    private CellGrid(int grid, Map<String, List<PatchEmbedding>> patches) {
        this.grid = grid;
        this.patches = patches;
        this.corner = patches.values().iterator().next().get(0);
        int side = PatchExtent.TILE.columns();
        for (var patch : patches.values()) {
            side = Math.max(side, 1 + Math.max(patch.get(0).getRow(), patch.get(0).getColumn()));
        }
        this.tileMetres = (double) side * PATCH_METRES;
    }

    /** The grid of the tile that most of the points lie in. */
    static CellGrid of(
            Collection<PatchEmbedding> observations, List<ReferencePoint> points, int grid)
            throws IOException {
        var tiles = new TreeMap<String, Map<String, List<PatchEmbedding>>>();
        for (var seen : observations) {
            if (!seen.getCells().getNames().isEmpty()) {
                tiles.computeIfAbsent(seen.getTile(), any -> new TreeMap<>())
                        .computeIfAbsent(seen.getPatchId(), any -> new ArrayList<>())
                        .add(seen);
            }
        }
        CellGrid best = null;
        long most = 0;
        for (var patches : tiles.values()) {
            long held =
                    points.stream()
                            .filter(
                                    point ->
                                            patches.values().stream()
                                                    .anyMatch(p -> holds(p.get(0), point)))
                            .count();
            if (held > most) {
                most = held;
                best = new CellGrid(grid, patches);
            }
        }
        if (best == null) {
            throw new IOException(
                    "none of %d points lies in a patch of the tiles %s (expected: x and y in metres of the tile's UTM zone)"
                            .formatted(points.size(), tiles.keySet()));
        }
        return best;
    }

    private static boolean holds(PatchEmbedding patch, ReferencePoint point) {
        double x = point.x() - patch.getUlx();
        double y = patch.getUly() - point.y();
        return x >= 0 && y >= 0 && x < PATCH_METRES && y < PATCH_METRES;
    }

    String tile() {
        return corner.getTile();
    }

    /** Observations by patch. */
    Map<String, List<PatchEmbedding>> patches() {
        return patches;
    }

    int cellsOfAPatch() {
        return grid * grid;
    }

    /** Easting of the left edge of a column of cells, metres. */
    double easting(int column) {
        return corner.getUlx() + (double) column * PATCH_METRES / grid;
    }

    /** Northing of the upper edge of a row of cells, metres. */
    double northing(int row) {
        return corner.getUly() - (double) row * PATCH_METRES / grid;
    }

    /** Observations of the patch that holds a cell, if it was embedded. */
    Optional<List<PatchEmbedding>> patchOf(Cell cell) {
        for (var patch : patches.values()) {
            var first = cell(patch.get(0), 0);
            if (Math.floorDiv(cell.column() - first.column(), grid) == 0
                    && Math.floorDiv(cell.row() - first.row(), grid) == 0) {
                return Optional.of(patch);
            }
        }
        return Optional.empty();
    }

    /** Cell {@code index} (row by row) of a patch. */
    Cell cell(PatchEmbedding patch, int index) {
        int metres = PATCH_METRES / grid;
        return new Cell(
                (patch.getUlx() - corner.getUlx()) / metres + index % grid,
                (corner.getUly() - patch.getUly()) / metres + index / grid);
    }

    /** Whether a point lies in the tile, be its patch embedded or not. */
    boolean isInTile(ReferencePoint point) {
        double east = point.x() - (corner.getUlx() - (double) corner.getColumn() * PATCH_METRES);
        double south = corner.getUly() + (double) corner.getRow() * PATCH_METRES - point.y();
        return east >= 0 && south >= 0 && east < tileMetres && south < tileMetres;
    }

    /** What the points of the tile say of its cells, by cell. */
    List<Labelled> labelled(List<ReferencePoint> points) {
        int metres = PATCH_METRES / grid;
        var labelled = new TreeMap<Cell, Labelled>();
        for (var point : points) {
            if (!isInTile(point)) {
                continue;
            }
            var cell =
                    new Cell(
                            (int) Math.floor((point.x() - corner.getUlx()) / metres),
                            (int) Math.floor((corner.getUly() - point.y()) / metres));
            labelled.merge(cell, new Labelled(cell, point.date()), CellGrid::earlier);
        }
        return List.copyOf(labelled.values());
    }

    private static Labelled earlier(Labelled one, Labelled other) {
        if (one.date().isEmpty() || other.date().isEmpty()) {
            return one.date().isEmpty() ? other : one;
        }
        return one.date().get().isAfter(other.date().get()) ? other : one;
    }
}
