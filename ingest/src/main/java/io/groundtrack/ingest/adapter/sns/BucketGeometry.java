package io.groundtrack.ingest.adapter.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.groundtrack.ingest.tiling.TileFrame;
import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.CoordinateTransform;
import org.locationtech.proj4j.CoordinateTransformFactory;
import org.locationtech.proj4j.Proj4jException;
import org.locationtech.proj4j.ProjCoordinate;

/**
 * Geometries of the buckets in longitude and latitude.
 *
 * <p>in: polygon in metres of the tile's zone, or in degrees → out: GeoJSON in degrees; the ground
 * of the whole granule where a tile has no polygon of its own that can be read. Edges get points
 * between their ends, because they are straight in the zone.
 */
final class BucketGeometry {

    private static final int STEPS = 8;
    private static final int MOST_POSITIONS = 20_000;

    private BucketGeometry() {}

    static JsonNode ofTile(JsonNode dataGeometry, TileFrame frame) {
        try {
            var transform = toDegrees(frame);
            var rings = dataGeometry.path("coordinates");
            if (dataGeometry.path("type").asText("").equals("Polygon") && isPolygon(rings)) {
                var polygon = JsonNodeFactory.instance.arrayNode();
                for (var ring : rings) {
                    polygon.add(ring(ring, transform));
                }
                return polygon(polygon);
            }
            var box = frame.granule();
            var corners = JsonNodeFactory.instance.arrayNode();
            corners.addArray().add(box.getMinX()).add(box.getMaxY());
            corners.addArray().add(box.getMinX()).add(box.getMinY());
            corners.addArray().add(box.getMaxX()).add(box.getMinY());
            corners.addArray().add(box.getMaxX()).add(box.getMaxY());
            corners.addArray().add(box.getMinX()).add(box.getMaxY());
            return polygon(JsonNodeFactory.instance.arrayNode().add(ring(corners, transform)));
        } catch (Proj4jException e) {
            // left for the reader of notices to refuse
            return dataGeometry;
        }
    }

    /** Without the members that only the buckets know. */
    static JsonNode inDegrees(JsonNode geometry) {
        var json = JsonNodeFactory.instance.objectNode();
        json.set("type", geometry.path("type"));
        json.set("coordinates", geometry.path("coordinates"));
        return json;
    }

    private static boolean isPolygon(JsonNode rings) {
        var positions = 0;
        for (var ring : rings) {
            positions += ring.size();
            for (var position : ring) {
                if (!position.path(0).isNumber() || !position.path(1).isNumber()) {
                    return false;
                }
            }
        }
        return positions >= 4 && positions <= MOST_POSITIONS && rings.path(0).size() >= 4;
    }

    private static ArrayNode ring(JsonNode ring, CoordinateTransform transform) {
        var degrees = JsonNodeFactory.instance.arrayNode();
        // many short edges need no points between
        var steps = ring.size() > 64 ? 1 : STEPS;
        for (var i = 0; i + 1 < ring.size(); i++) {
            var from = ring.get(i);
            var to = ring.get(i + 1);
            for (var step = 0; step < steps; step++) {
                var share = step / (double) steps;
                add(
                        degrees,
                        between(from.get(0), to.get(0), share),
                        between(from.get(1), to.get(1), share),
                        transform);
            }
        }
        var last = ring.get(ring.size() - 1);
        add(degrees, last.get(0).doubleValue(), last.get(1).doubleValue(), transform);
        return degrees;
    }

    private static double between(JsonNode from, JsonNode to, double share) {
        return from.doubleValue() + (to.doubleValue() - from.doubleValue()) * share;
    }

    private static void add(
            ArrayNode ring, double easting, double northing, CoordinateTransform transform) {
        var point =
                transform.transform(new ProjCoordinate(easting, northing), new ProjCoordinate());
        ring.addArray().add(point.x).add(point.y);
    }

    private static JsonNode polygon(ArrayNode rings) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("type", "Polygon");
        json.set("coordinates", rings);
        return json;
    }

    private static CoordinateTransform toDegrees(TileFrame frame) {
        var systems = new CRSFactory();
        var zone =
                systems.createFromParameters(
                        "zone",
                        "+proj=utm +zone="
                                + frame.zone()
                                + (frame.south() ? " +south" : "")
                                + " +datum=WGS84 +units=m +no_defs");
        var degrees =
                systems.createFromParameters("degrees", "+proj=longlat +datum=WGS84 +no_defs");
        return new CoordinateTransformFactory().createTransform(zone, degrees);
    }
}
