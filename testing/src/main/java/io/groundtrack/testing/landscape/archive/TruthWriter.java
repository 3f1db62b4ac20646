package io.groundtrack.testing.landscape.archive;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.schemas.Ids;
import io.groundtrack.testing.landscape.Landscape;
import io.groundtrack.testing.landscape.event.PlantedEvent;
import io.groundtrack.testing.landscape.scene.Utm;
import java.util.Locale;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;

/**
 * Writes down what is true in a landscape: its events and the classes of its patches.
 *
 * <p>out: {@code truth.json} (by patch and cell) and {@code truth.geojson} (outlines, degrees).
 */
final class TruthWriter {

    private final ObjectMapper json;
    private final Landscape landscape;

    TruthWriter(ObjectMapper json, Landscape landscape) {
        this.json = json;
        this.landscape = landscape;
    }

    ObjectNode truth() {
        var area = landscape.area();
        var frame = area.frame();
        var truth = json.createObjectNode();
        truth.put("seed", landscape.options().seed());
        truth.put("tile", frame.tile());
        truth.put("epsg", frame.epsg());
        var events = truth.putArray("events");
        for (var event : landscape.truths()) {
            var cells = describe(events.addObject(), event).putArray("cells");
            for (var cell : event.cells()) {
                var node = cells.addObject();
                node.put("patchId", Ids.patch(frame.tile(), cell.row(), cell.column()));
                node.put("row", cell.row()).put("column", cell.column()).put("cell", cell.cell());
            }
        }
        var patches = truth.putArray("patches");
        for (int row = area.firstRow(); row < area.firstRow() + area.rows(); row++) {
            for (int c = area.firstColumn(); c < area.firstColumn() + area.columns(); c++) {
                var node = patches.addObject();
                node.put("patchId", Ids.patch(frame.tile(), row, c));
                node.put("row", row).put("column", c);
                landscape.labelsOf(row, c).forEach(node.putArray("labels")::add);
            }
        }
        return truth;
    }

    ObjectNode outlines() {
        var collection = json.createObjectNode();
        collection.put("type", "FeatureCollection");
        var features = collection.putArray("features");
        for (var event : landscape.truths()) {
            var feature = features.addObject();
            feature.put("type", "Feature");
            feature.put("id", event.id());
            var geometry = feature.putObject("geometry");
            geometry.put("type", "MultiPolygon");
            var polygons = geometry.putArray("coordinates");
            var outline = event.outline(landscape.area());
            for (int i = 0; i < outline.getNumGeometries(); i++) {
                var polygon = (Polygon) outline.getGeometryN(i);
                var rings = polygons.addArray();
                // GeoJSON wants outer rings anticlockwise, inner ones clockwise
                polygon.normalize();
                addRing(rings, polygon.getExteriorRing().reverse());
                for (int k = 0; k < polygon.getNumInteriorRing(); k++) {
                    addRing(rings, polygon.getInteriorRingN(k).reverse());
                }
            }
            describe(feature.putObject("properties"), event);
        }
        return collection;
    }

    private ObjectNode describe(ObjectNode node, PlantedEvent event) {
        node.put("id", event.id());
        node.put("kind", event.kind().name().toLowerCase(Locale.ROOT));
        node.put("date", event.date().toString());
        node.put("end", event.end().map(Object::toString).orElse(null));
        return node.put("hectares", event.hectares());
    }

    private void addRing(ArrayNode rings, LineString line) {
        var utm = Utm.ofEpsg(landscape.area().frame().epsg());
        var ring = rings.addArray();
        for (Coordinate corner : line.getCoordinates()) {
            var degrees = utm.toDegrees(corner.x, corner.y);
            ring.addArray()
                    .add(NoticeWriter.rounded(degrees[0]))
                    .add(NoticeWriter.rounded(degrees[1]));
        }
    }
}
