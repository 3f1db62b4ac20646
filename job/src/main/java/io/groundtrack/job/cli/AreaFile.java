package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.ingest.notice.GeoJsonFootprint;
import io.groundtrack.ingest.tiling.PatchExtent;
import io.groundtrack.ingest.tiling.Tiles;
import io.groundtrack.schemas.TileShare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The tiles that an area touches.
 *
 * <p>in: a GeoJSON file with polygons or multipolygons, alone, as features or as a collection of
 * them; longitude and latitude in degrees → out: names of tiles. Errors: {@link IOException} where
 * it cannot be read, {@link IllegalArgumentException} where it holds no area.
 */
final class AreaFile {

    private static final long MOST_BYTES = 16 << 20;

    private AreaFile() {}

    static List<String> tiles(Path file) throws IOException {
        var tiles = new TreeSet<String>();
        var finder = new Tiles(PatchExtent.TILE);
        try {
            for (var geometry : geometries(read(file))) {
                finder.touchedBy(GeoJsonFootprint.of(geometry)).stream()
                        .map(TileShare::getTile)
                        .forEach(tiles::add);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--area " + file + ": " + e.getMessage(), e);
        }
        if (tiles.isEmpty()) {
            throw new IllegalArgumentException(
                    "--area " + file + ": touches no tile (expected: an area on land or sea)");
        }
        return List.copyOf(tiles);
    }

    private static JsonNode read(Path file) throws IOException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException(Files.size(file) + " bytes (at most " + MOST_BYTES + ")");
            }
            var json = new ObjectMapper().readTree(file.toFile());
            if (!json.isObject()) {
                throw new IOException(file + " holds no JSON object");
            }
            return json;
        } catch (IOException e) {
            throw new IOException(
                    "--area " + file + ": cannot be read (expected: a GeoJSON file)", e);
        }
    }

    private static List<JsonNode> geometries(JsonNode json) {
        var geometries = new ArrayList<JsonNode>();
        switch (json.path("type").asText("")) {
            case "FeatureCollection" ->
                    json.path("features").forEach(f -> geometries.add(f.path("geometry")));
            case "Feature" -> geometries.add(json.path("geometry"));
            default -> geometries.add(json);
        }
        return geometries;
    }
}
