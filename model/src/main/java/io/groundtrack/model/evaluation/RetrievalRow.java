package io.groundtrack.model.evaluation;

import com.google.gson.JsonObject;
import io.groundtrack.model.metric.RetrievalScores;

/**
 * How well one sensor's patches are found by another's.
 *
 * @param direction query to archive, such as {@code s1->s2}; {@code any} for random numbers
 * @param features {@code model}, {@code bands} or {@code random}
 */
public record RetrievalRow(String direction, String features, RetrievalScores scores) {

    JsonObject toJson() {
        var json = new JsonObject();
        json.addProperty("direction", direction);
        json.addProperty("features", features);
        json.add("precision", JsonFigures.of(scores.precision()));
        json.add("recall", JsonFigures.of(scores.recall()));
        json.add("f1", JsonFigures.of(scores.f1()));
        json.add("relevantPrecision", JsonFigures.of(scores.relevantPrecision()));
        json.add("meanAveragePrecision", JsonFigures.of(scores.meanAveragePrecision()));
        json.addProperty("queriesWithoutRelevant", scores.queriesWithoutRelevant());
        return json;
    }
}
