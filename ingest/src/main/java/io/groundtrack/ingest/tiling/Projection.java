package io.groundtrack.ingest.tiling;

import java.util.ArrayList;
import org.locationtech.jts.densify.Densifier;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.geom.util.PolygonExtracter;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/**
 * Takes areas from longitude and latitude into the metres of a zone.
 *
 * <p>An edge is straight in longitude and latitude (RFC 7946), so it is cut into steps of 0.04°
 * before it is projected: what a chord then misses stays below 0.2 m.
 */
final class Projection {

    static final GeometryFactory GEOMETRY = new GeometryFactory();

    private static final double STEP_DEGREES = 0.04;

    private Projection() {}

    /** The area in metres of the zone; may be invalid by a rounding, so it is mended. */
    static Geometry project(Geometry lonLat, TransverseMercator mercator, double falseNorthing) {
        // a copy: what needs no step is handed back as it is, and is changed in place below
        var densifier = new Densifier(lonLat.copy());
        densifier.setDistanceTolerance(STEP_DEGREES);
        densifier.setValidate(false);
        var projected = densifier.getResultGeometry();
        projected.apply(new ToMetres(mercator, falseNorthing));
        projected.geometryChanged();
        return projected.isValid() ? projected : GeometryFixer.fix(projected);
    }

    static Geometry clip(Geometry area, Envelope box) {
        if (box.contains(area.getEnvelopeInternal())) {
            return area;
        }
        if (!box.intersects(area.getEnvelopeInternal())) {
            return GEOMETRY.createPolygon();
        }
        return areas(
                OverlayNGRobust.overlay(area, GEOMETRY.toGeometry(box), OverlayNG.INTERSECTION));
    }

    /** Only the polygons: points and lines left over by an overlay are no ground. */
    static Geometry areas(Geometry geometry) {
        var polygons = new ArrayList<Polygon>();
        for (var polygon : PolygonExtracter.getPolygons(geometry)) {
            if (!((Polygon) polygon).isEmpty()) {
                polygons.add((Polygon) polygon);
            }
        }
        return polygons.size() == 1
                ? polygons.get(0)
                : GEOMETRY.createMultiPolygon(polygons.toArray(Polygon[]::new));
    }

    private record ToMetres(TransverseMercator mercator, double falseNorthing, double[] point)
            implements CoordinateSequenceFilter {

        ToMetres(TransverseMercator mercator, double falseNorthing) {
            this(mercator, falseNorthing, new double[2]);
        }

        @Override
        public void filter(CoordinateSequence sequence, int i) {
            mercator.project(sequence.getX(i), sequence.getY(i), point);
            sequence.setOrdinate(i, 0, point[0]);
            sequence.setOrdinate(i, 1, point[1] + falseNorthing);
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public boolean isGeometryChanged() {
            return true;
        }
    }
}
