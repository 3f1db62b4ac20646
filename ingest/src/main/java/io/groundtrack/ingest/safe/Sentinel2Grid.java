package io.groundtrack.ingest.safe;

import io.groundtrack.ingest.raster.CrsTransforms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the pixels of a Sentinel-2 granule lie, as its tile metadata says. */
final class Sentinel2Grid {

    private static final int STEPS = 4;
    private static final int MOST_PIXELS = 100_000;

    private final XmlElement geocoding;
    private final String file;

    Sentinel2Grid(XmlElement tile, String file) throws SafeException {
        this.file = file;
        this.geocoding =
                tile.first("Geometric_Info/Tile_Geocoding")
                        .orElseThrow(
                                () ->
                                        new SafeException(
                                                file, "Tile_Geocoding", "absent", "the grid"));
    }

    /**
     * The grid of one resolution.
     *
     * @param ulx easting of the upper-left corner, metres
     * @param uly northing of it
     */
    record Grid(int rows, int columns, double ulx, double uly, double xStep, double yStep) {}

    int epsg() throws SafeException {
        var code = geocoding.require("HORIZONTAL_CS_CODE", "EPSG:32601 … EPSG:32760");
        if (!code.matches("(?i)EPSG:32[67](0[1-9]|[1-5]\\d|60)")) {
            throw new SafeException(
                    file, "HORIZONTAL_CS_CODE", code, "a UTM zone, EPSG:32601 … EPSG:32760");
        }
        return Integer.parseInt(code.substring(5));
    }

    Optional<Grid> at(int resolution) throws SafeException {
        var size = of("Size", resolution);
        var position = of("Geoposition", resolution);
        if (size.isEmpty() || position.isEmpty()) {
            return Optional.empty();
        }
        var grid =
                new Grid(
                        (int) required(size.get(), "NROWS"),
                        (int) required(size.get(), "NCOLS"),
                        required(position.get(), "ULX"),
                        required(position.get(), "ULY"),
                        required(position.get(), "XDIM"),
                        required(position.get(), "YDIM"));
        if (grid.rows < 1
                || grid.columns < 1
                || grid.rows > MOST_PIXELS
                || grid.columns > MOST_PIXELS
                || grid.xStep != resolution
                || grid.yStep != -resolution) {
            throw new SafeException(
                    file,
                    position.get().path(),
                    grid.toString(),
                    "a raster of " + resolution + " m");
        }
        return Optional.of(grid);
    }

    private Optional<XmlElement> of(String name, int resolution) {
        return geocoding.all(name).stream()
                .filter(e -> e.attribute("resolution").equals(Optional.of("" + resolution)))
                .findFirst();
    }

    private double required(XmlElement parent, String name) throws SafeException {
        var number = parent.number(name);
        if (number.isEmpty()) {
            throw new SafeException(file, parent.path() + "/" + name, "absent", "a number");
        }
        return number.get();
    }

    /** The edge of the raster, latitudes and longitudes in turn, not closed. */
    List<Double> outline(CrsTransforms transforms) throws SafeException {
        Grid grid = null;
        for (var resolution : new int[] {10, 20, 60}) {
            grid = grid == null ? at(resolution).orElse(null) : grid;
        }
        if (grid == null) {
            throw new SafeException(file, "Tile_Geocoding", "no Geoposition", "the grid");
        }
        var move = transforms.between(epsg(), CrsTransforms.WGS84);
        var corners = new double[][] {{0, 0}, {0, 1}, {1, 1}, {1, 0}};
        var positions = new ArrayList<Double>();
        for (var side = 0; side < 4; side++) {
            var from = corners[side];
            var to = corners[(side + 1) % 4];
            for (var step = 0; step < STEPS; step++) {
                var share = step / (double) STEPS;
                var column = (from[0] + (to[0] - from[0]) * share) * grid.columns;
                var row = (from[1] + (to[1] - from[1]) * share) * grid.rows;
                if (!move.move(grid.ulx + column * grid.xStep, grid.uly + row * grid.yStep)) {
                    throw new SafeException(file, "Geoposition", grid.toString(), "on the ground");
                }
                positions.add(move.y());
                positions.add(move.x());
            }
        }
        return positions;
    }
}
