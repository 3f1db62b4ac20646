package io.groundtrack.operators.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.Quality;
import io.groundtrack.schemas.Sensor;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SeriesKeyTest {

    private static SeriesKey key(String kind, String... quality) {
        return keyBy("", kind, quality);
    }

    private static SeriesKey keyBy(String model, String kind, String... quality) {
        return new SeriesKey(
                Sensor.S1, 22, kind, List.of("VV.mean"), List.of(), List.of(quality), model);
    }

    @Test
    void twoModelsNeverShareAHistory() {
        var keys = List.of(keyBy("a-1", "S1-GRD"), keyBy("a-2", "S1-GRD"), keyBy("b-1", "S1-GRD"));

        assertThat(keys).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(keys)).hasSize(keys.size());
    }

    @Test
    void groundRangeTerrainCorrectedAndUncalibratedNeverShareAHistory() {
        var keys =
                List.of(
                        key("S1-GRD"),
                        key("S1-RTC"),
                        key("S1-GRD", "NO_TERRAIN_CORRECTION"),
                        key("S1-GRD", "NO_TERRAIN_CORRECTION", "UNCALIBRATED"),
                        key("S1-GRD", "GAMMA0"),
                        key("S1-RTC", "SIGMA0"));

        assertThat(keys).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(keys)).hasSize(keys.size());
    }

    @Test
    void onlyWhatSetsALookApartIsPartOfIt() {
        assertThat(
                        Quality.setApart(
                                List.of(
                                        "UNKNOWN_SCENE_CLASSES",
                                        "UNCALIBRATED",
                                        "NO_SCENE_CLASSIFICATION",
                                        "GAMMA0",
                                        "OF_A_LATER_RELEASE")))
                .containsExactly("GAMMA0", "OF_A_LATER_RELEASE", "UNCALIBRATED");
    }

    @Test
    void aKeyIsReadAsItWasWritten() {
        for (var key :
                List.of(
                        key("S1-GRD"),
                        key(""),
                        key("S1-GRD", "UNCALIBRATED", "BETA0"),
                        keyBy("csmoe-nano-1", "S1-RTC"),
                        keyBy("csmoe-nano-1", "S1-GRD", "UNCALIBRATED"))) {
            assertThat(SeriesKey.of(key.state())).isEqualTo(key);
        }
    }
}
