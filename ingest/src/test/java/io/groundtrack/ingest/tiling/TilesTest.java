package io.groundtrack.ingest.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.TileShare;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKTReader;

class TilesTest {

    private static final GeometryFactory GEOMETRY = new GeometryFactory();

    private final Tiles tiles = new Tiles(PatchExtent.TILE);

    @ParameterizedTest
    @CsvSource({
        // west, south, east, north, tiles
        "13.7127369, 48.2168199, 13.7291581, 48.2277931, 33UVP",
        "-7.5, 42.9, -7.4, 43.0, 29TPH",
        "4.0, 59.0, 4.1, 59.1, 32VKL",
        "2.9, 59.0, 2.95, 59.1, 31VDF",
        "8.5, 77.0, 8.6, 77.1, 31XFF",
        "9.4, 77.0, 9.5, 77.1, 33XUF",
        "18.85, -9.99, 19.1, -9.96, 34LBP",
        "16.9, -0.01, 17.0, 0.01, 33MYV 33NYA",
        "5.99, 47.9, 6.01, 48.1, 31UGP 32UKU",
    })
    void aSmallFootprintLiesOnTheTilesOfItsPlace(
            double west, double south, double east, double north, String names) {
        var touched = tiles.touchedBy(box(west, south, east, north));

        assertThat(touched).extracting(TileShare::getTile).containsExactly(names.split(" "));
    }

    @Test
    void beyondTheMgrsThereAreNoTiles() {
        assertThat(tiles.touchedBy(box(10, 84.1, 20, 86))).isEmpty();
        assertThat(tiles.touchedBy(box(10, -85, 20, -80.1))).isEmpty();
    }

    @Test
    void aFootprintOverTheAntimeridianLiesOnBothSidesAndIsWholeOnEach() {
        var halves =
                wkt(
                        "MULTIPOLYGON(((179.7 65,180 65,180 65.2,179.7 65.2,179.7 65)),"
                                + "((-180 65,-179.7 65,-179.7 65.2,-180 65.2,-180 65)))");
        var touched = tiles.touchedBy(halves);

        assertThat(touched).extracting(TileShare::getTile).anyMatch(t -> t.startsWith("01W"));
        assertThat(touched).extracting(TileShare::getTile).anyMatch(t -> t.startsWith("60W"));
        assertThat(touched)
                .filteredOn(s -> s.getTile().startsWith("60W"))
                .allSatisfy(s -> assertThat(area(s).getNumGeometries()).isEqualTo(1));
        var east = touched.stream().filter(s -> s.getTile().startsWith("60W")).findFirst();
        // 0.6° at 65.1° N are 28.2 km, less what the granule square cuts off
        assertThat(area(east.orElseThrow()).getEnvelopeInternal().getWidth()).isGreaterThan(14_500);
    }

    /**
     * Footprint of S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP (tests of stactools, sentinel2).
     */
    @Test
    void aRealGranuleOnTheAntimeridianCoversItsTile() {
        var footprint =
                wkt(
                        "MULTIPOLYGON(((180 66.685634,178.474107 66.653756,178.646507 65.67165,"
                                + "180 65.699713,180 66.685634)),((-180 65.699713,-178.96619"
                                + " 65.721148,-179.0443 66.7056,-180 66.685634,-180 65.699713)))");
        var share = tiles.on(TileFrame.of("01WCP").orElseThrow(), footprint).orElseThrow();

        assertThat(share.getUlx()).isEqualTo(300_000);
        assertThat(area(share).getArea() / (109_800.0 * 109_800)).isCloseTo(1, within(0.01));
        assertThat(area(share).getNumGeometries()).isEqualTo(1);
    }

    /** The patch 87_48 of BigEarthNet's granule on 33UUP: upper left 404400, 5342400. */
    @Test
    void thePatchOfAnArchiveTouchesNoneOfItsNeighbours() {
        var footprint =
                wkt(
                        "POLYGON((13.7128271 48.2240155,13.7129173 48.2204177,13.7130075 48.2168199,"
                                + "13.718391 48.21688,13.7237745 48.2169399,13.7291581 48.2169996,"
                                + "13.729069 48.2205974,13.7289799 48.2241953,13.7288908 48.2277931,"
                                + "13.7235061 48.2277335,13.7181215 48.2276735,13.7127369 48.2276134,"
                                + "13.7128271 48.2240155))");
        var tile = TileFrame.of("33UUP").orElseThrow();
        var share = new Tiles(PatchExtent.GRANULE).on(tile, footprint).orElseThrow();

        assertThat(share.getColumns()).isEqualTo(91);
        assertThat(Packed.bits(share.getPatches()).stream()).containsExactly(48 * 91 + 87);
        assertThat(area(share).getEnvelopeInternal().getMinX()).isCloseTo(404_400, within(0.02));
        assertThat(area(share).getEnvelopeInternal().getMaxY()).isCloseTo(5_342_400, within(0.02));
        // beyond the tile's own ground: the next tile's
        assertThat(Packed.bits(tiles.on(tile, footprint).orElseThrow().getPatches()).isEmpty())
                .isTrue();
    }

    @Test
    void aFootprintElsewhereHasNoShareOfANamedTile() {
        assertThat(tiles.on(TileFrame.of("33UUP").orElseThrow(), box(0, 0, 1, 1))).isEmpty();
        assertThat(tiles.on(TileFrame.of("33UUP").orElseThrow(), box(-170, 48, -169, 48.5)))
                .isEmpty();
    }

    @Test
    void aFootprintOfHalfTheWorldIsRefused() {
        assertThatThrownBy(() -> tiles.touchedBy(box(-170, -70, 170, 70)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("600 tiles");
    }

    @Test
    void aWholeSliceIsSharedOutQuickly() {
        // footprint of an IW slice over the Alps, 250 by 170 km
        var slice = wkt("POLYGON((9.1 46.2,12.4 46.6,12.8 45.1,9.6 44.7,9.1 46.2))");
        var touched = tiles.touchedBy(slice);
        // the best of some, because other work shares the machine
        var milliseconds = Double.MAX_VALUE;
        for (var i = 0; i < 10; i++) {
            var begun = System.nanoTime();
            touched = tiles.touchedBy(slice);
            milliseconds = Math.min(milliseconds, (System.nanoTime() - begun) / 1e6);
        }

        assertThat(touched.size()).isBetween(9, 20);
        assertThat(milliseconds).isLessThan(200);
        var patches = touched.stream().mapToInt(s -> Packed.bits(s.getPatches()).cardinality());
        // 43,400 km² are 30,100 patches; the rim and the seams of tiles add some
        assertThat(patches.sum()).isBetween(29_000, 34_000);
    }

    private static Geometry box(double west, double south, double east, double north) {
        return GEOMETRY.toGeometry(new Envelope(west, east, south, north));
    }

    private static Geometry area(TileShare share) {
        try {
            return new WKBReader().read(Packed.bytes(share.getFootprint()));
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static Geometry wkt(String text) {
        try {
            return new WKTReader().read(text);
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }
}
