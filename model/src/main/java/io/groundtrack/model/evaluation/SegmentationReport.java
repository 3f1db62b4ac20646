package io.groundtrack.model.evaluation;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * What the segmentation heads reached.
 *
 * @param train patches fitted on
 * @param validation patches that stopped the fitting
 * @param test patches measured on
 * @param tokenBytes of the tokens kept in memory, both sensors
 * @param rows empty where pixel classes are not known, or not asked for
 */
public record SegmentationReport(
        int train, int validation, int test, long tokenBytes, List<SegmentationRow> rows) {
    public static final SegmentationReport NONE = new SegmentationReport(0, 0, 0, 0, List.of());

    public SegmentationReport {
        rows = List.copyOf(rows);
    }

    JsonObject toJson() {
        var json = new JsonObject();
        json.addProperty("train", train);
        json.addProperty("validation", validation);
        json.addProperty("test", test);
        json.addProperty("tokenBytes", tokenBytes);
        var all = new JsonArray();
        rows.forEach(row -> all.add(row.toJson()));
        json.add("rows", all);
        return json;
    }
}
