package io.groundtrack.operators.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Polygon;

class CellGroundTest {

    private static final PatchPlace BERLIN =
            new PatchPlace("p", "33UUU", 32633, 399_960, 5_800_020);

    private final CellGround ground = new CellGround(8);

    @Test
    void aCellIsTwoAndAQuarterHectares() {
        assertThat(ground.hectares(1)).isCloseTo(2.25, within(1e-12));
    }

    @Test
    void aCornerIsWhereUtmPutsIt() {
        // 500,000 E is the central meridian of zone 33, 15 E; the equator is northing 0
        var place = new PatchPlace("p", "33NVA", 32633, 500_000, 0);
        var corner = ground.polygons(place, List.of(0)).getEnvelopeInternal();
        assertThat(corner.getMinX()).isCloseTo(15, within(1e-7));
        assertThat(corner.getMaxY()).isCloseTo(0, within(1e-7));
        // 150 m / 0.9996 on a meridian arc of 110,574 m a degree
        assertThat(corner.getMinY()).isCloseTo(-150 / .9996 / 110_574.3, within(1e-6));
    }

    @Test
    void shellsRunCounterClockwiseAndHolesClockwise() {
        var frame = IntStream.range(0, 64).filter(cell -> cell != 27).boxed().toList();
        var polygon = (Polygon) ground.polygons(BERLIN, frame);
        assertThat(polygon.isValid()).isTrue();
        assertThat(polygon.getNumInteriorRing()).isEqualTo(1);
        assertThat(Orientation.isCCW(polygon.getExteriorRing().getCoordinates())).isTrue();
        assertThat(Orientation.isCCW(polygon.getInteriorRingN(0).getCoordinates())).isFalse();
    }

    @Test
    void cellsThatMeetAtACornerAreAValidMultipolygon() {
        var union = ground.polygons(BERLIN, List.of(0, 9));
        assertThat(union.getGeometryType()).isEqualTo("MultiPolygon");
        assertThat(union.isValid()).isTrue();
    }

    @Test
    void theAntimeridianCutsAPatchInTwo() {
        // zone 60 ends at 180 E: 168 km east of 177 E at 60 N is 333 km / cos: easting 667,180
        var place = new PatchPlace("p", "60VXM", 32660, 666_600, 6_655_020);
        var all = IntStream.range(0, 64).boxed().toList();
        var union = ground.polygons(place, all);
        assertThat(union.getGeometryType()).isEqualTo("MultiPolygon");
        assertThat(union.isValid()).isTrue();
        assertThat(union.getEnvelopeInternal().getMinX()).isGreaterThanOrEqualTo(-180);
        assertThat(union.getEnvelopeInternal().getMaxX()).isLessThanOrEqualTo(180);
        assertThat(union.getEnvelopeInternal().getWidth()).isGreaterThan(359);
        for (int i = 0; i < union.getNumGeometries(); i++) {
            var ring = ((Polygon) union.getGeometryN(i)).getExteriorRing();
            assertThat(Orientation.isCCW(ring.getCoordinates())).isTrue();
        }
    }

    @Test
    void theOrderOfCellsDoesNotShow() {
        assertThat(ground.wkb(BERLIN, List.of(3, 4, 12)))
                .isEqualTo(ground.wkb(BERLIN, List.of(12, 3, 4)));
    }
}
