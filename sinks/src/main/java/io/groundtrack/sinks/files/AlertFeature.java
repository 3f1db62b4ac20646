package io.groundtrack.sinks.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.Packed;
import java.time.Instant;
import java.util.Locale;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.CoordinateArrays;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;

/**
 * An alert as a GeoJSON feature (RFC 7946): in {@link Change} → out feature, longitude and latitude
 * in degrees.
 */
final class AlertFeature {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AlertFeature() {}

    /** The feature, with its pictures before and after. */
    static ObjectNode of(Change alert, AlertPictures pictures) {
        var feature = of(alert);
        pictures.describe(alert, (ObjectNode) feature.get("properties"));
        return feature;
    }

    static ObjectNode of(Change alert) {
        var feature = JSON.createObjectNode().put("type", "Feature").put("id", alert.getId());
        feature.set("geometry", geometry(alert));
        var properties = feature.putObject("properties");
        properties.put("patch", alert.getPatchId());
        properties.put("tile", alert.getTile());
        properties.put("state", lower(alert.getState()));
        properties.put("band", lower(alert.getBand()));
        properties.put("first", alert.getFirst().toString());
        properties.put("last", alert.getLast().toString());
        properties.put("confirmed", text(alert.getConfirmed()));
        properties.put("score", alert.getScore());
        properties.put("areaHectares", alert.getAreaHectares());
        properties.put("modelId", alert.getModelId());
        properties.put("descriptor", alert.getDescriptor());
        var cells = properties.putArray("cells");
        alert.getCells().forEach(cells::add);
        var evidence = properties.putArray("evidence");
        for (var series : alert.getEvidence()) {
            var node = evidence.addObject();
            node.put("sensor", series.getSensor().name());
            node.put("relativeOrbit", series.getRelativeOrbit());
            node.put("productKind", series.getProductKind());
            node.put("state", lower(series.getState()));
            node.put("first", series.getFirst().toString());
            node.put("last", series.getLast().toString());
            node.put("score", series.getScore());
            node.put("threshold", series.getThreshold());
            node.put("falseAlertsPerPatchYear", series.getQuantile());
            node.put("looks", series.getLooks());
            node.put("moved", series.getMoved());
            if (!series.getFilledBands().isEmpty()) {
                series.getFilledBands().forEach(node.putArray("filledBands")::add);
            }
            if (!series.getQuality().isEmpty()) {
                series.getQuality().forEach(node.putArray("quality")::add);
            }
            node.put("before", series.getBefore());
            node.put("after", series.getAfter());
            var times = node.putArray("times");
            series.getTimes().forEach(time -> times.add(time.toString()));
            var scores = node.putArray("scores");
            series.getScores().forEach(scores::add);
        }
        return feature;
    }

    private static ObjectNode geometry(Change alert) {
        try {
            Geometry geometry = new WKBReader().read(Packed.bytes(alert.getGeometry()));
            var node = JSON.createObjectNode().put("type", geometry.getGeometryType());
            var coordinates = node.putArray("coordinates");
            if (geometry instanceof Polygon polygon) {
                rings(polygon, coordinates);
            } else if (geometry instanceof GeometryCollection parts) {
                for (int i = 0; i < parts.getNumGeometries(); i++) {
                    rings((Polygon) parts.getGeometryN(i), coordinates.addArray());
                }
            } else {
                throw new IllegalStateException(
                        alert.getId()
                                + ": geometry "
                                + geometry.getGeometryType()
                                + " (expected: polygons)");
            }
            return node;
        } catch (ParseException e) {
            throw new IllegalStateException(
                    alert.getId() + ": geometry is not WKB (made by this program)", e);
        }
    }

    private static void rings(Polygon polygon, ArrayNode into) {
        ring(polygon.getExteriorRing(), true, into.addArray());
        for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
            ring(polygon.getInteriorRingN(i), false, into.addArray());
        }
    }

    /** RFC 7946, 3.1.6: the ground lies to the left of every ring. */
    private static void ring(LinearRing ring, boolean counterClockwise, ArrayNode into) {
        var coordinates = ring.copy().getCoordinates();
        if (Orientation.isCCW(coordinates) != counterClockwise) {
            CoordinateArrays.reverse(coordinates);
        }
        for (var c : coordinates) {
            into.addArray().add(degrees(c.x)).add(degrees(c.y));
        }
    }

    /** A hundredth of a metre is enough. */
    private static double degrees(double value) {
        return Math.round(value * 1e7) / 1e7;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
