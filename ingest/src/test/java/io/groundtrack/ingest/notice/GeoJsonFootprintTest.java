package io.groundtrack.ingest.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.groundtrack.schemas.RejectReason;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Geometry;

class GeoJsonFootprintTest {

    private static final String OVER =
            "{'type':'Polygon','coordinates':[[[179,65],[181,65],[181,66],[179,66],[179,65]]]}";

    @Test
    void aRingOverTheAntimeridianIsCutThere() {
        assertHalves(read(OVER));
    }

    @Test
    void aRingThatJumpsAtTheAntimeridianIsCutThere() {
        assertHalves(read(OVER.replace("181", "-179")));
        assertHalves(read(OVER.replace("179", "-181").replace("[181", "[-179")));
    }

    @Test
    void aFootprintThatIsCutAlreadyStaysAsItIs() {
        assertHalves(
                read(
                        "{'type':'MultiPolygon','coordinates':["
                                + "[[[179,65],[180,65],[180,66],[179,66],[179,65]]],"
                                + "[[[-180,65],[-179,65],[-179,66],[-180,66],[-180,65]]]]}"));
    }

    @Test
    void aHoleBeyondTheAntimeridianFollowsItsShell() {
        var holed =
                "{'type':'Polygon','coordinates':[[[179,65],[-179,65],[-179,66],[179,66],[179,65]],"
                        + "[[-179.8,65.4],[-179.8,65.6],[-179.6,65.6],[-179.6,65.4],[-179.8,65.4]]]}";

        assertThat(read(holed).getArea()).isCloseTo(2 - 0.04, within(1e-9));
    }

    @Test
    void crossingEdgesAreMended() {
        var bow = "{'type':'Polygon','coordinates':[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}";

        assertThat(read(bow).isValid()).isTrue();
        assertThat(read(bow).getArea()).isCloseTo(0.5, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "7",
                "{'type':'Point','coordinates':[1,2]}",
                "{'type':'Polygon'}",
                "{'type':'Polygon','coordinates':[]}",
                "{'type':'MultiPolygon','coordinates':[]}",
                "{'type':'Polygon','coordinates':[[[0,0],[1,1],[0,0]]]}",
                "{'type':'Polygon','coordinates':[[[0,0],[1,1],[2,2],[0,0]]]}",
                "{'type':'Polygon','coordinates':[[[5,5],[5,5],[5,5],[5,5]]]}",
                "{'type':'Polygon','coordinates':[[[0,0],[1,0],[1,1],[0,1]]]}",
                "{'type':'Polygon','coordinates':[[[0,0],[1,0],[1,91],[0,0]]]}",
                "{'type':'Polygon','coordinates':[[[0,0],['1',0],[1,1],[0,0]]]}",
                "{'type':'Polygon','coordinates':[[[0,0],[1e400,0],[1,1],[0,0]]]}",
                "{'type':'Polygon','coordinates':[[[0,80],[120,80],[-120,80],[0,81]]]}",
            })
    void whatEnclosesNoGroundIsRefusedByName(String geometry) {
        assertThatThrownBy(() -> read(geometry))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        r -> assertThat(r.reason()).isEqualTo(RejectReason.FOOTPRINT_INVALID))
                .hasMessageStartingWith("data.geometry: ");
    }

    /** 360° of longitude times 10° of latitude. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'Polygon','coordinates':[[[0,80],[120,80],[-120,80],[0,80]]]}",
                "{'type':'Polygon','coordinates':[[[0,80],[-120,80],[120,80],[0,80]]]}",
                "{'type':'Polygon','coordinates':[[[0,80],[120,80],[240,80],[360,80]]]}",
                "{'type':'Polygon','coordinates':[[[0,-80],[120,-80],[-120,-80],[0,-80]]]}",
                "{'type':'Polygon','coordinates':[[[-180,80],[-90,80],[0,80],[90,80],[180,80],"
                        + "[180,90],[-180,90],[-180,80]]]}",
            })
    void aRingRoundAPoleHoldsThePole(String geometry) {
        var cap = read(geometry);
        var bounds = cap.getEnvelopeInternal();

        assertThat(cap.isValid()).isTrue();
        assertThat(cap.getArea()).isCloseTo(3600, within(1e-6));
        assertThat(Math.max(bounds.getMaxY(), -bounds.getMinY())).isEqualTo(90);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clockwise            | [[0,0],[0,1],[1,1],[1,0],[0,0]]",
                "three dimensions     | [[0,0,120],[1,0,120],[1,1,120.5],[0,1,9],[0,0,120]]",
                "repeated positions   | [[0,0],[0,0],[1,0],[1,0],[1,0],[1,1],[0,1],[0,0],[0,0]]",
                "a spike              | [[0,0],[1,0],[1,0.5],[7,0.5],[1,0.5],[1,1],[0,1],[0,0]]",
                "0 … 360              | [[359,0],[360,0],[360,1],[359,1],[359,0]]",
                "one turn too many    | [[-359,0],[-358,0],[-358,1],[-359,1],[-359,0]]",
            })
    void oddRingsEncloseWhatTheyMean(String what, String ring) {
        var footprint = read("{'type':'Polygon','coordinates':[" + ring + "]}");

        assertThat(footprint.isValid()).as(what).isTrue();
        assertThat(footprint.getArea()).as(what).isCloseTo(1, within(1e-9));
        assertThat(footprint.getEnvelopeInternal().getMaxX()).as(what).isBetween(-180.0, 180.0);
    }

    @Test
    void aHoleIsNoGround() {
        var holed =
                "{'type':'Polygon','coordinates':[[[0,0],[4,0],[4,4],[0,4],[0,0]],"
                        + "[[1,1],[2,1],[2,2],[1,2],[1,1]]]}";

        assertThat(read(holed).getArea()).isCloseTo(15, within(1e-9));
    }

    @Test
    void aSliverBesideRealGroundIsNoHarm() {
        var sliver =
                "{'type':'MultiPolygon','coordinates':[[[[0,0],[1,0],[1,1],[0,1],[0,0]]],"
                        + "[[[5,5],[5,6],[5.0000000000001,6],[5,5]]]]}";

        assertThat(read(sliver).getArea()).isCloseTo(1, within(1e-9));
    }

    @Test
    void overlappingPiecesAreCountedOnce() {
        var twice =
                "{'type':'MultiPolygon','coordinates':[[[[0,0],[2,0],[2,1],[0,1],[0,0]]],"
                        + "[[[1,0],[3,0],[3,1],[1,1],[1,0]]]]}";

        assertThat(read(twice).getArea()).isCloseTo(3, within(1e-9));
    }

    /** n edges may cross n² / 2 times: what is to be mended must be small. */
    @Test
    void aBallOfThousandsOfCrossingEdgesIsRefusedAtOnce() {
        var random = new Random(7);
        var ring = new StringBuilder("[0,0]");
        for (var i = 0; i < 15_000; i++) {
            ring.append(",[")
                    .append(random.nextDouble())
                    .append(',')
                    .append(random.nextDouble())
                    .append(']');
        }
        var geometry = NoticeJson.node("{'type':'Polygon','coordinates':[[" + ring + ",[0,0]]]}");

        assertTimeout(
                Duration.ofSeconds(5),
                () ->
                        assertThatThrownBy(() -> GeoJsonFootprint.of(geometry))
                                .hasMessageContaining("edges cross, and of 15002 positions"));
    }

    @Test
    void whatIsWrittenReadsTheSame() {
        var halves = read(OVER);

        assertThat(GeoJsonFootprint.of(GeoJsonFootprint.write(halves)).equalsTopo(halves)).isTrue();
        assertThat(GeoJsonFootprint.write(halves).path("type").asText()).isEqualTo("MultiPolygon");
    }

    @Test
    void tooManyPositionsAreRefused() {
        var ring = new StringBuilder("[0,0]");
        for (var i = 0; i < 20_001; i++) {
            ring.append(",[1,").append(i / 20_001.0).append(']');
        }
        var geometry = "{'type':'Polygon','coordinates':[[" + ring + ",[0,0]]]}";

        assertThatThrownBy(() -> read(geometry)).hasMessageContaining("more than 20000 positions");
    }

    private static void assertHalves(Geometry footprint) {
        assertThat(footprint.isValid()).isTrue();
        assertThat(footprint.getNumGeometries()).isEqualTo(2);
        assertThat(footprint.getArea()).isCloseTo(2, within(1e-9));
        assertThat(footprint.getEnvelopeInternal().getMinX()).isEqualTo(-180);
        assertThat(footprint.getEnvelopeInternal().getMaxX()).isEqualTo(180);
    }

    private static Geometry read(String json) {
        return GeoJsonFootprint.of(NoticeJson.node(json));
    }
}
