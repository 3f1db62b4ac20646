package io.groundtrack.ingest.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.notice.GeoJsonFootprint;
import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.CrsTransforms;
import io.groundtrack.ingest.raster.Georeference;
import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.Rasters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An Item made from rasters whose names say what they are and whose headers say where.
 *
 * <p>The footprint is the raster's edge; it is the whole of it, as no pixel is looked at.
 */
final class RasterItem {

    private static final int STEPS = 3;

    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final ObjectNode properties = JsonNodeFactory.instance.objectNode();
    private final ObjectNode assets = JsonNodeFactory.instance.objectNode();
    private final CrsTransforms transforms;
    private final BlockCache cache = new BlockCache(1 << 20);
    private double finest = Double.MAX_VALUE;
    private double x0;
    private double y0;

    RasterItem(String id, String collection, CrsTransforms transforms) {
        this.transforms = transforms;
        root.put("type", "Feature").put("stac_version", "1.1.0").put("id", id);
        root.put("collection", collection);
    }

    ObjectNode properties() {
        return properties;
    }

    /** Adds a file of one band; opens its header. */
    ObjectNode band(String name, Path file) throws IOException {
        var asset = assets.putObject(name);
        asset.put("href", file.toString()).put("type", "image/tiff; application=geotiff");
        asset.putArray("roles").add("data");
        asset.putArray("bands").addObject().put("name", name);
        try (var raster = Rasters.open(file, cache)) {
            var place =
                    raster.georeference()
                            .filter(g -> g.epsg() > 0)
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    file.getFileName()
                                                            + ": no place on the ground (expected:"
                                                            + " a GeoTIFF with an EPSG code)"));
            asset.put("proj:code", "EPSG:" + place.epsg());
            asset.putArray("proj:shape").add(raster.height()).add(raster.width());
            asset.putArray("proj:transform")
                    .add(place.dxColumn())
                    .add(place.dxRow())
                    .add(place.x0())
                    .add(place.dyColumn())
                    .add(place.dyRow())
                    .add(place.y0());
            var pixel = Math.abs(place.dxColumn());
            if (pixel < finest) {
                finest = pixel;
                x0 = place.x0();
                y0 = place.y0();
                root.set("geometry", outline(raster, place, file));
            }
        }
        return asset;
    }

    private ObjectNode outline(Raster raster, Georeference place, Path file) {
        var move = transforms.between(place.epsg(), CrsTransforms.WGS84);
        var polygon = JsonNodeFactory.instance.objectNode().put("type", "Polygon");
        var ring = polygon.putArray("coordinates").addArray();
        var corners =
                List.of(new int[] {0, 0}, new int[] {0, 1}, new int[] {1, 1}, new int[] {1, 0});
        for (var side = 0; side < 4; side++) {
            var from = corners.get(side);
            var to = corners.get((side + 1) % 4);
            for (var step = 0; step < STEPS; step++) {
                var share = step / (double) STEPS;
                var column = (from[0] + (to[0] - from[0]) * share) * raster.width();
                var row = (from[1] + (to[1] - from[1]) * share) * raster.height();
                if (!move.move(place.x(column, row), place.y(column, row))) {
                    throw new IllegalArgumentException(
                            file.getFileName() + ": lies outside its coordinate system");
                }
                ring.addArray().add(move.x()).add(move.y());
            }
        }
        ring.add(ring.get(0).deepCopy());
        return GeoJsonFootprint.write(GeoJsonFootprint.of(polygon));
    }

    /** The footprint, where a file was added. */
    Optional<JsonNode> geometry() {
        return Optional.ofNullable(root.get("geometry"));
    }

    /** Upper-left corner of the finest file, in its own coordinates. */
    double x0() {
        return x0;
    }

    /** Northing of it. */
    double y0() {
        return y0;
    }

    ObjectNode build() {
        root.set("properties", properties);
        root.putArray("links");
        root.set("assets", assets);
        return root;
    }
}
