package io.groundtrack.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.groundtrack.model.evaluation.MetricsCheck.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class MetricsCheckTest {

    private static JsonObject golden() throws IOException {
        Path file =
                Path.of(System.getProperty("project.root", ".."), "../shared/golden/metrics.json")
                        .normalize();
        Assumptions.assumeTrue(Files.isRegularFile(file), "reference numbers are not at " + file);
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    private static List<Line> check(JsonObject file) {
        return MetricsCheck.lines("m.json", file.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void ourMetricsEqualTheReference() throws IOException {
        var lines = check(golden());

        assertThat(lines).filteredOn(line -> !line.passes()).isEmpty();
        assertThat(lines)
                .extracting(Line::name)
                .contains(
                        "multi_label.ap_macro_over_occurring",
                        "multi_label.ap_per_class[0]",
                        "segmentation.confusion_rows_truth[0][0]",
                        "segmentation.pixel_accuracy",
                        "retrieval_at_10.ranking[0][9]",
                        "retrieval_at_10.f1_of_the_means");
    }

    @Test
    void anotherExpectedNumberFailsByName() throws IOException {
        var file = golden();
        file.getAsJsonObject("segmentation").addProperty("mean_iou", 0.6249);
        file.getAsJsonObject("multi_label")
                .getAsJsonArray("ap_per_class")
                .set(0, new JsonPrimitive(0.5));
        file.getAsJsonObject("multi_label")
                .getAsJsonArray("ap_per_class")
                .set(1, JsonNull.INSTANCE);

        assertThat(check(file))
                .filteredOn(line -> !line.passes())
                .extracting(Line::name)
                .containsExactlyInAnyOrder(
                        "segmentation.mean_iou",
                        "multi_label.ap_per_class[0]",
                        "multi_label.ap_per_class[1]");
    }

    @Test
    void anExpectedFigureWeDoNotKnowFails() throws IOException {
        var file = golden();
        file.getAsJsonObject("segmentation").addProperty("dice", 0.5);
        file.addProperty("speed", 3);

        assertThat(check(file))
                .filteredOn(line -> !line.passes())
                .extracting(Line::name)
                .containsExactlyInAnyOrder("segmentation.dice", "speed");
    }

    @Test
    void filesOfAnotherFormAreRefused() {
        for (String text :
                List.of(
                        "",
                        "[]",
                        "{}",
                        "{\"multi_label\": 3}",
                        "{\"multi_label\": {\"truth\": [[1]], \"score\": [[\"high\"]], \"x\": 1}}",
                        "{\"multi_label\": {\"truth\": [[1]]}}",
                        "{\"segmentation\": {\"truth\": [-4], \"predicted\": [0], \"iou\": []}}",
                        "{\"segmentation\": {\"truth\": [2000000000], \"predicted\": [0]}}",
                        "{\"retrieval_at_ten\": {\"query\": [], \"archive\": []}}",
                        "{\"retrieval_at_3\": {\"query\": [[1]], \"archive\": [[1]]}}")) {
            assertThatThrownBy(
                            () ->
                                    MetricsCheck.lines(
                                            "m.json", text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("m.json: ");
        }
    }
}
