package io.groundtrack.model.evaluation;

import com.google.gson.JsonObject;
import io.groundtrack.model.metric.Confusion;

/**
 * What one segmentation head reached on the pixels of the test patches.
 *
 * @param input {@code s1}, {@code s2}, {@code s1+s2}, or {@code none}
 * @param features tokens of the {@code model}, means of the {@code bands} in each token's cell, or
 *     {@code constant}: the commonest class everywhere
 * @param epochs passes made; 0 where nothing is fitted
 */
public record SegmentationRow(String input, String features, int epochs, Confusion confusion) {

    JsonObject toJson() {
        var json = new JsonObject();
        json.addProperty("input", input);
        json.addProperty("features", features);
        json.addProperty("epochs", epochs);
        json.add("meanIou", JsonFigures.of(confusion.meanIou()));
        json.add("pixelAccuracy", JsonFigures.of(confusion.pixelAccuracy()));
        json.add("iouPerClass", JsonFigures.of(confusion.iou()));
        return json;
    }
}
