package io.groundtrack.job.notices;

import static io.groundtrack.testing.builders.GranuleBuilder.aGranule;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.ingest.tiling.PatchExtent;
import io.groundtrack.ingest.tiling.TileFrame;
import io.groundtrack.ingest.tiling.Tiles;
import io.groundtrack.operators.pairing.TilePairs;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.TileShare;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;

/**
 * The overlap that decides on a pair is a share of ground, wherever the tile lies. Footprints are
 * boxes of longitude and latitude, whose true areas are known: width times the difference of the
 * sines of the latitudes.
 */
class PairOverlapTest {

    private static final GeometryFactory GEOMETRY = new GeometryFactory();
    private static final Instant DAY = Instant.parse("2024-06-01T10:10:31Z");
    private static final double EARTH_RADIUS = 6_371_007;
    private static final double NEAR = 0.003;

    /** East may lie beyond 180°: then the footprint is cut at the antimeridian, as notices are. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // place, box of S2, box of S1, least number of tiles that hold all of the S2 box
        "antimeridian,            179.8, 65.0, 180.2, 65.2,  179.8, 65.0, 180.1, 65.2,  2",
        "antimeridian from east,  179.9, 71.3, 180.3, 71.5,  180.0, 71.3, 180.3, 71.5,  2",
        "far north,               20.5, 83.3, 21.5, 83.6,    20.5, 83.3, 21.5, 83.4,    1",
        "far south,               20.5, -79.9, 21.5, -79.6,  20.5, -79.9, 21.5, -79.8,  1",
        "border of two zones,     5.95, 47.95, 6.15, 48.15,  5.95, 47.95, 6.05, 48.15,  2",
        "the wide zone of Norway, 3.1, 60.5, 3.6, 60.7,      3.1, 60.5, 3.3, 60.65,     1",
        "Svalbard,                9.3, 77.0, 9.9, 77.2,      9.1, 77.1, 9.6, 77.3,      1",
        "the equator,             16.9, -0.05, 17.1, 0.1,    16.9, -0.05, 17.0, 0.05,   1",
    })
    void anOverlapIsAShareOfGround(
            String place,
            double west,
            double south,
            double east,
            double north,
            double s1West,
            double s1South,
            double s1East,
            double s1North,
            int tilesAtLeast) {
        var optical = footprint(west, south, east, north);
        var radar = footprint(s1West, s1South, s1East, s1North);
        double share =
                area(
                                Math.max(west, s1West),
                                Math.max(south, s1South),
                                Math.min(east, s1East),
                                Math.min(north, s1North))
                        / area(west, south, east, north);
        var tiles = new Tiles(PatchExtent.GRANULE);
        int checked = 0;
        for (var s2 : tiles.touchedBy(optical)) {
            if (groundOf(s2) < 0.99 * area(west, south, east, north)) {
                continue;
            }
            var s1 = share(tiles, s2.getTile(), radar).orElseThrow();
            var pass = List.of(granule(s2, true), granule(s1, false));
            assertThat(pairs(pass, share - NEAR)).as("%s %s", place, s2.getTile()).isEqualTo(1);
            assertThat(pairs(pass, share + NEAR)).as("%s %s", place, s2.getTile()).isZero();
            checked++;
        }
        assertThat(checked).as("tiles that hold all of it").isGreaterThanOrEqualTo(tilesAtLeast);
    }

    private static int pairs(List<Granule> granules, double minOverlap) {
        var rule = new TilePairs.Rule(Duration.ofDays(3), minOverlap, false, 8);
        return TilePairs.of(granules, rule).pairs().size();
    }

    private static Optional<TileShare> share(Tiles tiles, String tile, Geometry footprint) {
        return tiles.on(TileFrame.of(tile).orElseThrow(), footprint);
    }

    private static Granule granule(TileShare share, boolean isOptical) {
        var granule = (isOptical ? aGranule().s2() : aGranule().s1()).acquired(DAY).build();
        granule.setShare(
                TileShare.newBuilder(share).setPassId(isOptical ? "optical" : "radar").build());
        return granule;
    }

    private static double groundOf(TileShare share) {
        try {
            return new WKBReader().read(Packed.bytes(share.getFootprint())).getArea();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double area(double west, double south, double east, double north) {
        return Math.toRadians(east - west)
                * (Math.sin(Math.toRadians(north)) - Math.sin(Math.toRadians(south)))
                * EARTH_RADIUS
                * EARTH_RADIUS;
    }

    private static Geometry footprint(double west, double south, double east, double north) {
        if (east <= 180) {
            return box(west, south, east, north);
        }
        var beyond = box(Math.max(west, 180) - 360, south, east - 360, north);
        return west >= 180
                ? beyond
                : GEOMETRY.createMultiPolygon(new Polygon[] {box(west, south, 180, north), beyond});
    }

    /** Parallels are no straight lines on a map: a point every 20th of the way. */
    private static Polygon box(double west, double south, double east, double north) {
        var ring = new ArrayList<Coordinate>();
        for (int i = 0; i <= 20; i++) {
            ring.add(new Coordinate(west + (east - west) * i / 20, south));
        }
        for (int i = 20; i >= 0; i--) {
            ring.add(new Coordinate(west + (east - west) * i / 20, north));
        }
        ring.add(ring.get(0).copy());
        return GEOMETRY.createPolygon(ring.toArray(Coordinate[]::new));
    }
}
