package io.groundtrack.operators.change;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.operation.union.UnaryUnionOp;
import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.CoordinateTransform;
import org.locationtech.proj4j.CoordinateTransformFactory;
import org.locationtech.proj4j.ProjCoordinate;

/**
 * The ground of some cells of a patch.
 *
 * <p>in: place of the patch, cells → out: WKB of their union, degrees EPSG:4326 (longitude first),
 * polygon or multipolygon; every corner of a cell on the outline is a vertex, shells run
 * counter-clockwise and what crosses the antimeridian is cut there (RFC 7946). Coordinates are
 * rounded to 1e-7 degrees (1 cm). State and time: keeps one transform a zone and the outlines last
 * asked for; not thread safe.
 */
final class CellGround {

    /** Side of a patch, metres. */
    static final double PATCH_METRES = 1200;

    private static final double ROUND = 1e7;

    /** Outlines kept: the same alert is told at look after look. */
    private static final int RECENT = 256;

    private final GeometryFactory geometries = new GeometryFactory();
    private final Map<Integer, CoordinateTransform> transforms = new HashMap<>();
    private final Map<Ground, byte[]> recent = new LinkedHashMap<>(64, 0.75f, true);
    private final int grid;

    private record Ground(PatchPlace place, List<Integer> cells) {}

    CellGround(int grid) {
        this.grid = grid;
    }

    /** Area of so many cells, hectares. */
    double hectares(int cells) {
        double side = PATCH_METRES / grid;
        return cells * side * side / 10_000;
    }

    /** WKB of the union of the cells. */
    ByteBuffer wkb(PatchPlace place, List<Integer> cells) {
        var ground = new Ground(place, List.copyOf(cells));
        var wkb = recent.get(ground);
        if (wkb == null) {
            wkb = new WKBWriter(2).write(polygons(place, cells));
            recent.put(ground, wkb);
            if (recent.size() > RECENT) {
                recent.remove(recent.keySet().iterator().next());
            }
        }
        return ByteBuffer.wrap(wkb);
    }

    /** Union of the cells. */
    Geometry polygons(PatchPlace place, List<Integer> cells) {
        var squares = new ArrayList<Geometry>();
        for (int cell : cells) {
            int row = cell / grid;
            int column = cell % grid;
            squares.add(geometries.toGeometry(new Envelope(column, column + 1, -row - 1, -row)));
        }
        var union = UnaryUnionOp.union(squares);
        union.normalize();
        var transform = transforms.computeIfAbsent(place.epsg(), CellGround::toDegrees);
        var shells = new ArrayList<Polygon>();
        for (int i = 0; i < union.getNumGeometries(); i++) {
            shells.add(onGround((Polygon) union.getGeometryN(i), place, transform));
        }
        return cutAtAntimeridian(geometries.buildGeometry(shells));
    }

    private Polygon onGround(Polygon cells, PatchPlace place, CoordinateTransform transform) {
        var shell = ring(cells.getExteriorRing(), place, transform, true);
        var holes = new LinearRing[cells.getNumInteriorRing()];
        for (int i = 0; i < holes.length; i++) {
            holes[i] = ring(cells.getInteriorRingN(i), place, transform, false);
        }
        return geometries.createPolygon(shell, holes);
    }

    private LinearRing ring(
            LinearRing cells, PatchPlace place, CoordinateTransform transform, boolean isShell) {
        double side = PATCH_METRES / grid;
        double meridian = centralMeridian(place.epsg());
        var corners = cells.getCoordinates();
        var degrees = new Coordinate[corners.length];
        var to = new ProjCoordinate();
        for (int i = 0; i < corners.length; i++) {
            var from =
                    new ProjCoordinate(
                            place.ulx() + corners[i].x * side, place.uly() + corners[i].y * side);
            transform.transform(from, to);
            // stay on the side of the zone, so that a ring across the antimeridian stays one ring
            double longitude = to.x + 360 * Math.rint((meridian - to.x) / 360);
            degrees[i] =
                    new Coordinate(
                            Math.rint(longitude * ROUND) / ROUND, Math.rint(to.y * ROUND) / ROUND);
        }
        var ring = geometries.createLinearRing(degrees);
        return Orientation.isCCW(degrees) == isShell ? ring : ring.reverse();
    }

    private Geometry cutAtAntimeridian(Geometry ground) {
        var extent = ground.getEnvelopeInternal();
        if (extent.getMinX() >= -180 && extent.getMaxX() <= 180) {
            return ground;
        }
        var parts = new ArrayList<Polygon>();
        for (int turn = -1; turn <= 1; turn++) {
            double shift = 360.0 * turn;
            var world = geometries.toGeometry(new Envelope(shift - 180, shift + 180, -90, 90));
            var part = ground.intersection(world);
            part.apply((Coordinate c) -> c.x -= shift);
            part.geometryChanged();
            part.normalize();
            for (int i = 0; i < part.getNumGeometries(); i++) {
                if (part.getGeometryN(i) instanceof Polygon polygon && !polygon.isEmpty()) {
                    parts.add(polygon.reverse()); // normalised shells run clockwise
                }
            }
        }
        return geometries.buildGeometry(parts);
    }

    private static double centralMeridian(int epsg) {
        return epsg % 100 * 6 - 183;
    }

    private static CoordinateTransform toDegrees(int epsg) {
        var crs = new CRSFactory();
        var utm =
                "+proj=utm +zone="
                        + epsg % 100
                        + (epsg / 100 == 327 ? " +south" : "")
                        + " +datum=WGS84 +units=m +no_defs";
        return new CoordinateTransformFactory()
                .createTransform(
                        crs.createFromParameters("EPSG:" + epsg, utm),
                        crs.createFromParameters(
                                "EPSG:4326", "+proj=longlat +datum=WGS84 +no_defs"));
    }
}
