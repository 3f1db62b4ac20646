package io.groundtrack.ingest.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.proj4j.BasicCoordinateTransform;
import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.ProjCoordinate;

class PatchGridTest {

    private static final GeometryFactory GEOMETRY = new GeometryFactory();
    private static final TileFrame INNER = TileFrame.of("33UUP").orElseThrow();

    @Test
    void anInnerTileOwnsAllItsPatches() {
        assertThat(new PatchGrid(INNER, PatchExtent.TILE).own().cardinality()).isEqualTo(84 * 84);
        assertThat(new PatchGrid(INNER, PatchExtent.GRANULE).own().cardinality())
                .isEqualTo(91 * 91);
    }

    @Test
    void aTileAtAZonesEdgeOwnsOnlyTheGroundOfItsZone() {
        // 33N ends at 18° E, 833,978 m on the equator: 34 km of the 100 km column from 800 km
        var own = new PatchGrid(TileFrame.of("33NZA").orElseThrow(), PatchExtent.TILE).own();

        assertThat(own.cardinality()).isEqualTo(84 * 29);
        assertThat(own.get(28)).isTrue();
        assertThat(own.get(29)).isFalse();
    }

    @Test
    void everyPatchOfTheGranuleTouchesItselfAlone() {
        var grid = new PatchGrid(INNER, PatchExtent.GRANULE);
        for (var bit : new int[] {0, 90, 48 * 91 + 87, 90 * 91, 91 * 91 - 1}) {
            var x = 300_000 + bit % 91 * 1_200;
            var y = 5_400_000 - bit / 91 * 1_200;
            // 1e-7 degrees are a centimetre; here half a metre too wide on every side
            var patch = new Envelope(x - 0.5, x + 1_200.5, y - 1_200.5, y + 0.5);

            var expected = new BitSet();
            expected.set(bit);
            assertThat(grid.touchedBy(GEOMETRY.toGeometry(patch))).isEqualTo(expected);
        }
    }

    @Test
    void theNeighbourIsTouchedByMoreThanAMetre() {
        var grid = new PatchGrid(INNER, PatchExtent.TILE);
        var wide = new Envelope(300_000, 301_201.1, 5_398_800, 5_400_000);

        assertThat(grid.touchedBy(GEOMETRY.toGeometry(wide)).stream()).containsExactly(0, 1);
    }

    @Test
    void blocksAndSinglePatchesAgree() {
        var grid = new PatchGrid(INNER, PatchExtent.TILE);
        var ring =
                GEOMETRY.createPoint(new Coordinate(350_000, 5_350_000))
                        .buffer(40_000)
                        .difference(
                                GEOMETRY.createPoint(new Coordinate(345_000, 5_352_000))
                                        .buffer(9_000));
        var expected = new BitSet();
        for (var bit = 0; bit < 84 * 84; bit++) {
            var x = 300_000 + bit % 84 * 1_200;
            var y = 5_400_000 - bit / 84 * 1_200;
            var patch = new Envelope(x + 1, x + 1_199, y - 1_199, y - 1);
            if (ring.intersects(GEOMETRY.toGeometry(patch))) {
                expected.set(bit);
            }
        }

        assertThat(grid.touchedBy(ring)).isEqualTo(expected);
    }

    /** proj4j is an independent program; where it is used by the wide zones, too. */
    @Property(tries = 300, seed = "11")
    void theProjectionAgreesWithProj4j(
            @ForAll @DoubleRange(min = -9, max = 9) double offset,
            @ForAll @DoubleRange(min = -80, max = 84) double latitude) {
        var out = new double[2];
        new TransverseMercator(33).project(15 + offset, latitude, out);
        var factory = new CRSFactory();
        var transform =
                new BasicCoordinateTransform(
                        factory.createFromParameters("lonlat", "+proj=longlat +datum=WGS84"),
                        factory.createFromParameters("utm", "+proj=utm +zone=33 +datum=WGS84"));
        var there = new ProjCoordinate();
        transform.transform(new ProjCoordinate(15 + offset, latitude), there);

        assertThat(out[0]).isCloseTo(there.x, within(0.01));
        assertThat(out[1]).isCloseTo(there.y, within(0.01));
    }

    /** Whatever place on Earth: one metre of ground lies in a patch of some tile. */
    @Property(tries = 400, seed = "12")
    void noGroundIsLeftOut(
            @ForAll @DoubleRange(min = -179.99, max = 179.99) double longitude,
            @ForAll @DoubleRange(min = -79.99, max = 83.99) double latitude) {
        // 6 m high and wide: between four patches at worst, each less its margin
        var wide = 3 / (111_000 * Math.cos(Math.toRadians(latitude)));
        var place =
                new Envelope(
                        longitude - wide, longitude + wide, latitude - 2.7e-5, latitude + 2.7e-5);

        assertThat(new Tiles(PatchExtent.TILE).touchedBy(GEOMETRY.toGeometry(place))).isNotEmpty();
    }
}
