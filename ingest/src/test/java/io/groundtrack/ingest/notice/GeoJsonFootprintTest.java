package io.groundtrack.ingest.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.schemas.RejectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
                "{'type':'Polygon','coordinates':[[[0,80],[120,80],[-120,80],[0,80]]]}",
            })
    void whatEnclosesNoGroundIsRefusedByName(String geometry) {
        assertThatThrownBy(() -> read(geometry))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        r -> assertThat(r.reason()).isEqualTo(RejectReason.FOOTPRINT_INVALID))
                .hasMessageStartingWith("data.geometry: ");
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
