package io.groundtrack.model.evaluation;

import com.google.gson.JsonObject;
import io.groundtrack.model.metric.MultiLabelScores;

/**
 * What one probe reached on the test patches.
 *
 * @param input {@code s1}, {@code s2}, {@code s1+s2}, or {@code none}
 * @param features {@code model}, {@code bands}, {@code random} or {@code constant}
 * @param probe {@code ridge}, {@code logistic}, or {@code none}
 * @param chosen what was chosen on the validation patches: the penalty of ridge, the epochs of
 *     logistic, else NaN
 */
public record ClassificationRow(
        String input, String features, String probe, double chosen, MultiLabelScores scores) {

    JsonObject toJson() {
        var json = new JsonObject();
        json.addProperty("input", input);
        json.addProperty("features", features);
        json.addProperty("probe", probe);
        if (probe.equals("ridge")) {
            json.addProperty("lambda", chosen);
        } else if (probe.equals("logistic")) {
            json.addProperty("epochs", (int) chosen);
        }
        json.add("apMacro", JsonFigures.of(scores.apMacro()));
        json.add("apMicro", JsonFigures.of(scores.apMicro()));
        json.add("f1Macro", JsonFigures.of(scores.f1Macro()));
        json.add("f1Micro", JsonFigures.of(scores.f1Micro()));
        json.add("apPerClass", JsonFigures.of(scores.apPerClass()));
        json.add("f1PerClass", JsonFigures.of(scores.f1PerClass()));
        return json;
    }
}
