package io.groundtrack.ingest.notice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.schemas.RejectReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.AffineTransformation;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.geom.util.PolygonExtracter;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/**
 * The footprint of an Item.
 *
 * <p>in: a GeoJSON Polygon or MultiPolygon → out: a valid polygon or multipolygon, longitude and
 * latitude in degrees (EPSG:4326), −180 … 180, cut at the antimeridian. A ring may run over ±180°
 * (…, 179, 181, …), jump there (…, 179, −179, …) or be cut already; one that runs round a pole
 * holds the pole. Crossing edges are mended. What has no area, is not closed, or holds numbers that
 * are no place on Earth is refused, as is what has more positions than any real footprint: they are
 * counted before anything is built. Source: RFC 7946, sections 3.1.6 and 3.1.9.
 */
public final class GeoJsonFootprint {

    /** Real ones have 4 to 400. */
    static final int MOST_VERTICES = 20_000;

    /** Mending looks at every crossing, and n edges may cross n² / 2 times: 290 take 4 s. */
    static final int MOST_MENDED = 128;

    private static final GeometryFactory GEOMETRY = new GeometryFactory();

    private int vertices;

    private GeoJsonFootprint() {}

    /**
     * The footprint of a GeoJSON geometry.
     *
     * @throws IllegalArgumentException what is wrong with it, and what was expected
     */
    public static Geometry of(JsonNode geometry) {
        try {
            return new GeoJsonFootprint().read(geometry);
        } catch (Refusal refusal) {
            throw refusal;
        } catch (RuntimeException e) {
            throw refusal("cannot be mended: " + Refusal.shown(e.getMessage()));
        }
    }

    private Geometry read(JsonNode geometry) {
        var coordinates = geometry.path("coordinates");
        var polygons = new ArrayList<Polygon>();
        switch (geometry.path("type").asText("")) {
            case "Polygon" -> polygons.add(polygon(coordinates));
            case "MultiPolygon" -> {
                if (!coordinates.isArray()) {
                    throw refusal("coordinates are no array");
                }
                coordinates.forEach(c -> polygons.add(polygon(c)));
            }
            default ->
                    throw refusal(
                            "is "
                                    + Refusal.shown(geometry.path("type"))
                                    + " (expected: a Polygon or MultiPolygon)");
        }
        var whole = GEOMETRY.createMultiPolygon(polygons.toArray(Polygon[]::new));
        var valid = whole.isValid() ? whole : mended(whole);
        var parts = cutAtAntimeridian(valid);
        if (parts.isEmpty() || parts.getArea() < 1e-12) {
            throw refusal("encloses no ground (expected: an area)");
        }
        return parts;
    }

    private Geometry mended(Geometry whole) {
        if (vertices > MOST_MENDED) {
            throw refusal(
                    "edges cross, and of "
                            + vertices
                            + " positions (expected: at most "
                            + MOST_MENDED
                            + " where it must be mended)");
        }
        return GeometryFixer.fix(whole);
    }

    private Polygon polygon(JsonNode rings) {
        if (!rings.isArray() || rings.isEmpty()) {
            throw refusal("a polygon has no rings");
        }
        var shell = ring(rings.get(0), Double.NaN);
        var middle = shell.getEnvelopeInternal().centre().x;
        var holes = new LinearRing[rings.size() - 1];
        for (var i = 0; i < holes.length; i++) {
            holes[i] = ring(rings.get(i + 1), middle);
        }
        return GEOMETRY.createPolygon(shell, holes);
    }

    /** One ring, its longitudes without jumps; near {@code middle} where that is a number. */
    private LinearRing ring(JsonNode ring, double middle) {
        if (!ring.isArray() || ring.size() < 4) {
            throw refusal("a ring has " + ring.size() + " positions (expected: at least 4)");
        }
        vertices += ring.size();
        if (vertices > MOST_VERTICES) {
            throw refusal("more than " + MOST_VERTICES + " positions");
        }
        var points = new Coordinate[ring.size()];
        for (var i = 0; i < points.length; i++) {
            points[i] = position(ring.get(i));
            if (i > 0) {
                points[i].x += turns(points[i].x - points[i - 1].x);
            }
        }
        var first = points[0];
        var last = points[points.length - 1];
        if (Math.abs(first.x - last.x) > 180) {
            points = roundPole(points);
            first = points[0];
            last = points[points.length - 1];
        }
        if (!first.equals2D(last)) {
            throw refusal("a ring is not closed: begins at " + first + " and ends at " + last);
        }
        if (!Double.isNaN(middle)) {
            var bounds = new Envelope();
            for (var point : points) {
                bounds.expandToInclude(point);
            }
            var shift = turns(bounds.centre().x - middle);
            for (var point : points) {
                point.x += shift;
            }
        }
        return GEOMETRY.createLinearRing(points);
    }

    /**
     * The same ring as a band from its edge to the pole, which in degrees is a line: closed by way
     * of the pole that is nearer.
     */
    private static Coordinate[] roundPole(Coordinate[] ring) {
        var first = ring[0];
        var last = ring[ring.length - 1];
        if (Math.abs(Math.abs(first.x - last.x) - 360) > 1e-9 || first.y != last.y) {
            throw refusal(
                    "a ring round a pole is not closed: begins at " + first + ", ends at " + last);
        }
        var middle = 0.0;
        for (var point : ring) {
            middle += point.y / ring.length;
        }
        var pole = middle < 0 ? -90.0 : 90.0;
        var closed = Arrays.copyOf(ring, ring.length + 3);
        closed[ring.length] = new Coordinate(last.x, pole);
        closed[ring.length + 1] = new Coordinate(first.x, pole);
        closed[ring.length + 2] = first.copy();
        return closed;
    }

    private static Coordinate position(JsonNode position) {
        var longitude = position.path(0);
        var latitude = position.path(1);
        if (!longitude.isNumber() || !latitude.isNumber()) {
            throw refusal("position " + Refusal.shown(position) + " (expected: two numbers)");
        }
        var x = longitude.doubleValue();
        var y = latitude.doubleValue();
        if (!(Math.abs(x) <= 360 && Math.abs(y) <= 90)) {
            throw refusal(
                    "position "
                            + Refusal.shown(position)
                            + " (expected: longitude -360 … 360, latitude -90 … 90)");
        }
        return new Coordinate(x, y);
    }

    /** Whole turns to add so that a step in longitude is the short way round. */
    private static double turns(double step) {
        return -360 * Math.rint(step / 360);
    }

    private static Geometry cutAtAntimeridian(Geometry valid) {
        var bounds = valid.getEnvelopeInternal();
        if (bounds.getMinX() >= -180 && bounds.getMaxX() <= 180) {
            return areas(List.of(valid));
        }
        var parts = new ArrayList<Geometry>();
        for (var turn = -720; turn <= 720; turn += 360) {
            var world = new Envelope(turn - 180.0, turn + 180.0, -90, 90);
            if (world.intersects(bounds)) {
                var part =
                        OverlayNGRobust.overlay(
                                valid, GEOMETRY.toGeometry(world), OverlayNG.INTERSECTION);
                parts.add(AffineTransformation.translationInstance(-turn, 0).transform(part));
            }
        }
        var together = areas(parts);
        return together.isValid() ? together : areas(List.of(GeometryFixer.fix(together)));
    }

    private static Geometry areas(List<Geometry> geometries) {
        var polygons = new ArrayList<Polygon>();
        for (var geometry : geometries) {
            for (var polygon : PolygonExtracter.getPolygons(geometry)) {
                if (!((Polygon) polygon).isEmpty()) {
                    polygons.add((Polygon) polygon);
                }
            }
        }
        return polygons.size() == 1
                ? polygons.get(0)
                : GEOMETRY.createMultiPolygon(polygons.toArray(Polygon[]::new));
    }

    /** A polygon or multipolygon as GeoJSON, outer rings anticlockwise. */
    public static ObjectNode write(Geometry footprint) {
        var node = JsonNodeFactory.instance.objectNode();
        if (footprint instanceof Polygon polygon) {
            node.put("type", "Polygon").set("coordinates", rings(polygon));
            return node;
        }
        var polygons = node.put("type", "MultiPolygon").putArray("coordinates");
        for (var i = 0; i < footprint.getNumGeometries(); i++) {
            polygons.add(rings((Polygon) footprint.getGeometryN(i)));
        }
        return node;
    }

    private static ArrayNode rings(Polygon polygon) {
        var rings = JsonNodeFactory.instance.arrayNode();
        rings.add(positions(polygon.getExteriorRing(), true));
        for (var i = 0; i < polygon.getNumInteriorRing(); i++) {
            rings.add(positions(polygon.getInteriorRingN(i), false));
        }
        return rings;
    }

    private static ArrayNode positions(LinearRing ring, boolean anticlockwise) {
        var turned =
                Orientation.isCCW(ring.getCoordinateSequence()) == anticlockwise
                        ? ring
                        : ring.reverse();
        var positions = JsonNodeFactory.instance.arrayNode();
        for (var point : turned.getCoordinates()) {
            positions.addArray().add(point.x).add(point.y);
        }
        return positions;
    }

    private static Refusal refusal(String what) {
        return new Refusal(RejectReason.FOOTPRINT_INVALID, "data.geometry: " + what);
    }
}
