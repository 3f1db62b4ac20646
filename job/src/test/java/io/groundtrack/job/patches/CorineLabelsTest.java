package io.groundtrack.job.patches;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.model.head.BigEarthNetClasses;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorineLabelsTest {

    private static List<String> of(String properties) {
        var notice = "{\"data\":{\"properties\":{" + properties + "}}}";
        return CorineLabels.of(notice.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void classesOfCorineAreToldInThoseOfBigEarthNet() {
        var labels =
                of(
                        "\"groundtrack:part\":\"1_2\",\"labels:corine\":[\"Peatbogs\",\"Vineyards\",\"Water bodies\",\"Olive groves\",\"Airports\"]");

        assertThat(labels).containsExactly("Inland waters", "Inland wetlands", "Permanent crops");
        assertThat(BigEarthNetClasses.NAMES).containsAll(labels);
    }

    @Test
    void everyClassOfBigEarthNetComesFromOneOfCorine() {
        var corine =
                List.of(
                        "Continuous urban fabric",
                        "Industrial or commercial units",
                        "Rice fields",
                        "Vineyards",
                        "Pastures",
                        "Complex cultivation patterns",
                        "Land principally occupied by agriculture, with significant areas of natural vegetation",
                        "Agro-forestry areas",
                        "Broad-leaved forest",
                        "Coniferous forest",
                        "Mixed forest",
                        "Sparsely vegetated areas",
                        "Moors and heathland",
                        "Transitional woodland/shrub",
                        "Beaches, dunes, sands",
                        "Inland marshes",
                        "Salines",
                        "Water courses",
                        "Estuaries");
        var quoted = corine.stream().map(name -> "\"" + name + "\"").toList();

        assertThat(of("\"groundtrack:part\":\"1_2\",\"labels:corine\":" + quoted))
                .containsExactlyInAnyOrderElementsOf(BigEarthNetClasses.NAMES);
    }

    @Test
    void labelsOfAWholeGranuleSayNothingOfItsPatches() {
        assertThat(of("\"labels:corine\":[\"Pastures\"]")).isEmpty();
        assertThat(of("\"groundtrack:part\":\"1_2\"")).isEmpty();
        assertThat(CorineLabels.of(new byte[] {'{'})).isEmpty();
    }
}
