package io.groundtrack.ingest.raster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GmlGridTest {

    private static byte[] grid(String system, String origin, String first, String second) {
        return """
                <gml:RectifiedGrid xmlns:gml="http://www.opengis.net/gml" dimension="2">
                  <gml:limits><gml:GridEnvelope><gml:low>1 1</gml:low></gml:GridEnvelope></gml:limits>
                  <gml:origin><gml:Point srsName="%s"><gml:pos>%s</gml:pos></gml:Point></gml:origin>
                  <gml:offsetVector srsName="%s">%s</gml:offsetVector>
                  <gml:offsetVector srsName="%s">%s</gml:offsetVector>
                </gml:RectifiedGrid>
                """
                .formatted(system, origin, system, first, system, second)
                .getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "urn:ogc:def:crs:EPSG::32631",
                "EPSG:32631",
                "http://www.opengis.net/def/crs/EPSG/0/32631",
                "http://www.opengis.net/gml/srs/epsg.xml#32631"
            })
    void originIsTheCentreOfTheFirstPixelWhateverTheLimits(String system) {
        assertThat(GmlGrid.place(grid(system, "399990 4799970", "60 0", "0 -60")))
                .contains(Georeference.northUp(32631, 399960, 4800000, 60, 60));
    }

    @Test
    void degreesComeLatitudeFirst() {
        var place =
                GmlGrid.place(grid("urn:ogc:def:crs:EPSG::4326", "47.5 10.25", "0 0.5", "-0.25 0"));

        assertThat(place).contains(new Georeference(4326, 10, 0.5, 0, 47.625, 0, -0.25));
    }

    @Test
    void aProjectionOfUnknownOrderHasNoPlace() {
        assertThat(GmlGrid.place(grid("urn:ogc:def:crs:EPSG::31467", "5 6", "1 0", "0 -1")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<a>", "nothing", "<RectifiedGrid/>", "<RectifiedGrid><pos>1</pos>"})
    void whatIsNoGridHasNoPlace(String xml) {
        assertThat(GmlGrid.place(xml.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void pixelsWithoutSizeHaveNoPlace() {
        assertThat(GmlGrid.place(grid("EPSG:32631", "1 2", "0 0", "0 0"))).isEmpty();
        assertThat(GmlGrid.place(grid("EPSG:32631", "1 NaN", "1 0", "0 1"))).isEmpty();
    }

    @Test
    void entitiesAreNotFollowed() {
        var xml =
                "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><RectifiedGrid>"
                        + "<pos>&e;</pos></RectifiedGrid>";

        assertThat(GmlGrid.place(xml.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
