package io.groundtrack.ingest.tiling;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

/**
 * The ground that is a tile's own: its 100 km square, clipped to its UTM zone.
 *
 * <p>in: a tile → out: areas in metres of the zone, one for every run of latitude bands that the
 * square reaches into. They are kept apart, because the projected edges of two runs only nearly
 * coincide.
 */
final class ZoneClip {

    /** Metres of northing in a degree of latitude, lowest and highest, with the scale of UTM. */
    private static final double LOW = 110_500;

    private static final double HIGH = 111_700;

    private final List<Geometry> areas = new ArrayList<>();

    ZoneClip(TileFrame tile) {
        var south = tile.northing() - tile.falseNorthing();
        var north = south + MgrsZones.SQUARE;
        var near =
                new Envelope(
                        -400,
                        400,
                        Math.min(south / LOW, south / HIGH) - 1.5,
                        Math.max(north / LOW, north / HIGH) + 1.5);
        var mercator = new TransverseMercator(tile.zone());
        for (var piece : MgrsZones.pieces(tile.zone())) {
            var part = piece.intersection(near);
            if (!part.isNull() && part.getHeight() > 0) {
                var area =
                        Projection.clip(
                                Projection.project(
                                        Projection.GEOMETRY.toGeometry(part),
                                        mercator,
                                        tile.falseNorthing()),
                                tile.square());
                if (!area.isEmpty()) {
                    areas.add(area);
                }
            }
        }
    }

    boolean isEmpty() {
        return areas.isEmpty();
    }

    List<Geometry> areas() {
        return areas;
    }
}
