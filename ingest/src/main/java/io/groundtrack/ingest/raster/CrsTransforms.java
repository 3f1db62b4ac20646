package io.groundtrack.ingest.raster;

import java.util.HashMap;
import java.util.Map;
import org.locationtech.proj4j.BasicCoordinateTransform;
import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.CoordinateReferenceSystem;
import org.locationtech.proj4j.CoordinateTransform;
import org.locationtech.proj4j.Proj4jException;
import org.locationtech.proj4j.ProjCoordinate;

/**
 * Transforms between coordinate systems given by EPSG code; each is looked up once.
 *
 * <p>in: easting and northing in metres, or longitude and latitude in degrees → out: the same in
 * the other system. Not thread safe, because neither are proj4j's transforms: one per subtask.
 *
 * <p>Errors: {@link IllegalArgumentException} for a code that is not known.
 */
public final class CrsTransforms {

    /** Longitude and latitude on WGS84. */
    public static final int WGS84 = 4326;

    private final CRSFactory factory = new CRSFactory();
    private final Map<Integer, CoordinateReferenceSystem> systems = new HashMap<>();
    private final Map<Long, Point> transforms = new HashMap<>();

    /** One transform; {@link #x} and {@link #y} hold the last result. */
    public static final class Point {

        private final CoordinateTransform transform;
        private final ProjCoordinate in = new ProjCoordinate();
        private final ProjCoordinate out = new ProjCoordinate();

        private Point(CoordinateTransform transform) {
            this.transform = transform;
        }

        /** Transforms a point; false where the projection is not defined there. */
        public boolean move(double x, double y) {
            in.x = x;
            in.y = y;
            if (transform == null) {
                out.x = x;
                out.y = y;
                return true;
            }
            try {
                transform.transform(in, out);
                return Double.isFinite(out.x) && Double.isFinite(out.y);
            } catch (Proj4jException e) {
                return false;
            }
        }

        /** Easting or longitude of the last result. */
        public double x() {
            return out.x;
        }

        /** Northing or latitude of the last result. */
        public double y() {
            return out.y;
        }
    }

    /** The transform from one system to another. */
    public Point between(int from, int to) {
        return transforms.computeIfAbsent(
                (long) from << 32 | to & 0xffff_ffffL,
                key ->
                        new Point(
                                from == to
                                        ? null
                                        : new BasicCoordinateTransform(system(from), system(to))));
    }

    /** Whether this code can be transformed from and to. */
    public boolean isKnown(int epsg) {
        try {
            return system(epsg) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether positions in this system are longitudes and latitudes. */
    public boolean isGeographic(int epsg) {
        return system(epsg).isGeographic();
    }

    private CoordinateReferenceSystem system(int epsg) {
        return systems.computeIfAbsent(epsg, this::lookUp);
    }

    private CoordinateReferenceSystem lookUp(int epsg) {
        try {
            var system = factory.createFromName("EPSG:" + epsg);
            if (system != null && system.getProjection() != null) {
                return system;
            }
        } catch (Proj4jException | IllegalStateException e) {
            throw new IllegalArgumentException(unknown(epsg), e);
        }
        throw new IllegalArgumentException(unknown(epsg));
    }

    private static String unknown(int epsg) {
        return "EPSG:" + epsg + " is not known (expected: a projected or geographic system)";
    }
}
