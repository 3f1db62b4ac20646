package io.groundtrack.ingest.cutting;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.ingest.raster.SharedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SceneClassTest {

    @Test
    void fourOfTheTwelveClassesAreClear() {
        assertThat(SceneClass.values()).hasSize(12);
        assertThat(SceneClass.usuallyClear()).containsExactly(4, 5, 6, 7);
        assertThat(SceneClass.isKnown(11)).isTrue();
        assertThat(SceneClass.isKnown(12)).isFalse();
        assertThat(SceneClass.isKnown(-1)).isFalse();
    }

    @Test
    void theTableOfTheDocsIsTheOneInTheCode() throws Exception {
        var page = Path.of(System.getProperty("project.root", ".."), "docs/radiometry.md");
        var text = Files.readString(page);

        for (var sceneClass : SceneClass.values()) {
            assertThat(text)
                    .contains(
                            "| %d | %s | %s | %s |"
                                    .formatted(
                                            sceneClass.code(),
                                            sceneClass.title(),
                                            sceneClass.isUsuallyClear() ? "yes" : "no",
                                            sceneClass.why()));
        }
    }

    @Test
    void theProductsOwnMetadataNumbersThemAlike() throws Exception {
        var product =
                Files.readString(
                        SharedFolder.require(
                                "data/stac-s2/tests/data-files/S2A_MSIL2A_20230821T221941_N0509_R029_T01KAB_20230822T021825.SAFE/MTD_MSIL2A.xml"));

        // names of the product's Scene_Classification_List, by its SCENE_CLASSIFICATION_INDEX
        for (var name :
                new String[] {
                    "SC_NODATA:0",
                    "SC_SATURATED_DEFECTIVE:1",
                    "SC_CLOUD_SHADOW:3",
                    "SC_VEGETATION:4",
                    "SC_NOT_VEGETATED:5",
                    "SC_WATER:6",
                    "SC_UNCLASSIFIED:7",
                    "SC_CLOUD_MEDIUM_PROBA:8",
                    "SC_CLOUD_HIGH_PROBA:9",
                    "SC_THIN_CIRRUS:10",
                    "SC_SNOW_ICE:11"
                }) {
            var part = name.split(":");
            assertThat(product)
                    .containsPattern(
                            part[0]
                                    + "</SCENE_CLASSIFICATION_TEXT>\\s*<SCENE_CLASSIFICATION_INDEX>"
                                    + part[1]
                                    + "<");
        }
    }
}
