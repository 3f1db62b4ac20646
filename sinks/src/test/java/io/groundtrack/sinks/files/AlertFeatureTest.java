package io.groundtrack.sinks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundtrack.schemas.ChangeState;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;

/** Rings as RFC 7946, 3.1.6 wants them: closed, the ground to their left. */
class AlertFeatureTest {

    private static final String HOLE =
            "(10.002 50.002, 10.008 50.002, 10.008 50.008, 10.002 50.008, 10.002 50.002)";
    private static final String CLOCKWISE = "(10 50, 10 50.01, 10.01 50.01, 10.01 50, 10 50)";

    @Test
    void ringsAreClosedAndTurnTheRightWay() {
        // shell and hole both wound against the rule
        var feature = feature("POLYGON (" + CLOCKWISE + ", " + HOLE + ")");
        var rings = feature.get("geometry").get("coordinates");
        assertThat(feature.get("geometry").get("type").asText()).isEqualTo("Polygon");
        assertThat(rings).hasSize(2);
        assertThat(Orientation.isCCW(ring(rings.get(0)))).isTrue();
        assertThat(Orientation.isCCW(ring(rings.get(1)))).isFalse();
    }

    @Test
    void ringsThatTurnTheRightWayAreLeftAlone() {
        var rings = feature(Results.SQUARE).get("geometry").get("coordinates");
        assertThat(rings.toString())
                .isEqualTo("[[[10.0,50.0],[10.01,50.0],[10.01,50.01],[10.0,50.01],[10.0,50.0]]]");
    }

    @Test
    void severalPolygonsAreAMultiPolygon() {
        var other = CLOCKWISE.replace("10.", "11.").replace("10 ", "11 ");
        var geometry =
                feature("MULTIPOLYGON ((" + CLOCKWISE + "), (" + other + "))").get("geometry");
        assertThat(geometry.get("type").asText()).isEqualTo("MultiPolygon");
        assertThat(geometry.get("coordinates")).hasSize(2);
        for (var polygon : geometry.get("coordinates")) {
            assertThat(Orientation.isCCW(ring(polygon.get(0)))).isTrue();
        }
    }

    @Test
    void aFeatureSaysWhatTheAlertIs() {
        var feature = feature(Results.SQUARE);
        assertThat(feature.get("type").asText()).isEqualTo("Feature");
        assertThat(feature.get("id").asText()).isEqualTo("alert");
        var properties = feature.get("properties");
        assertThat(properties.get("state").asText()).isEqualTo("confirmed");
        assertThat(properties.get("band").asText()).isEqualTo("high");
        assertThat(properties.get("first").asText()).isEqualTo("2024-06-01T10:10:31Z");
        assertThat(properties.get("confirmed").isNull()).isTrue();
        assertThat(properties.get("areaHectares").asDouble()).isEqualTo(4.5);
        assertThat(properties.get("cells").toString()).isEqualTo("[1,2]");
    }

    @Test
    void aGeometryThatIsNoGroundIsRefusedByName() {
        assertThatIllegalStateException()
                .isThrownBy(() -> feature("POINT (10 50)"))
                .withMessage("alert: geometry Point (expected: polygons)");
    }

    private static JsonNode feature(String wkt) {
        return AlertFeature.of(Results.alert("alert", ChangeState.CONFIRMED, wkt));
    }

    private static Coordinate[] ring(JsonNode positions) {
        var ring = new ArrayList<Coordinate>();
        positions.forEach(p -> ring.add(new Coordinate(p.get(0).asDouble(), p.get(1).asDouble())));
        assertThat(ring).hasSizeGreaterThanOrEqualTo(4);
        assertThat(ring.get(ring.size() - 1)).isEqualTo(ring.get(0));
        return ring.toArray(Coordinate[]::new);
    }
}
