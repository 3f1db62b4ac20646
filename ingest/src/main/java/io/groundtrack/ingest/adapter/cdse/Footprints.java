package io.groundtrack.ingest.adapter.cdse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/**
 * The footprint of an OData product: {@code GeoFootprint} where it has positions, else {@code
 * Footprint} as well-known text, as GeoJSON. What cannot be read is left for the reader of notices
 * to refuse. The text is bounded, and only polygons are read, which do not nest.
 */
final class Footprints {

    private static final int LONGEST = 1 << 19;
    private static final Pattern TEXT =
            Pattern.compile(
                    "(?:geography')?(?:SRID=4326;)?\\s*((?:MULTI)?POLYGON\\s*\\([-+0-9.eE,()\\s]*\\))'?",
                    Pattern.CASE_INSENSITIVE);

    private Footprints() {}

    static JsonNode of(JsonNode product) {
        var geometry = product.path("GeoFootprint");
        if (hasPositions(geometry.path("coordinates"))) {
            return geometry;
        }
        return text(product.path("Footprint").asText("")).orElse(geometry);
    }

    private static boolean hasPositions(JsonNode coordinates) {
        var inner = coordinates;
        while (inner.isArray() && !inner.isEmpty()) {
            inner = inner.get(0);
        }
        return inner.isNumber();
    }

    private static Optional<JsonNode> text(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        var match = TEXT.matcher(text.trim());
        if (!match.matches()) {
            return Optional.empty();
        }
        try {
            var read = new WKTReader().read(match.group(1).toUpperCase(Locale.ROOT));
            var json = JsonNodeFactory.instance.objectNode();
            if (read instanceof Polygon polygon) {
                json.put("type", "Polygon").set("coordinates", rings(polygon));
            } else {
                var polygons = json.put("type", "MultiPolygon").putArray("coordinates");
                for (var i = 0; i < read.getNumGeometries(); i++) {
                    polygons.add(rings((Polygon) read.getGeometryN(i)));
                }
            }
            return Optional.of(json);
        } catch (ParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ArrayNode rings(Polygon polygon) {
        var rings = JsonNodeFactory.instance.arrayNode();
        rings.add(ring(polygon.getExteriorRing()));
        for (var i = 0; i < polygon.getNumInteriorRing(); i++) {
            rings.add(ring(polygon.getInteriorRingN(i)));
        }
        return rings;
    }

    private static ArrayNode ring(LineString line) {
        var ring = JsonNodeFactory.instance.arrayNode();
        for (var point : line.getCoordinates()) {
            ring.addArray().add(point.x).add(point.y);
        }
        return ring;
    }
}
