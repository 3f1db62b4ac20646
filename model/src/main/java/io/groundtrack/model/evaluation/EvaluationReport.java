package io.groundtrack.model.evaluation;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.groundtrack.model.evaluation.experts.ExpertUse;
import java.util.List;
import java.util.Optional;

/**
 * All figures of one evaluation.
 *
 * @param k patches retrieved for a query
 * @param classes in the order of every list of figures by class
 * @param experts of a Soft MoE model, where asked for
 */
public record EvaluationReport(
        String modelId,
        long seed,
        int k,
        List<String> classes,
        Patches patches,
        List<ClassificationRow> classification,
        SegmentationReport segmentation,
        List<RetrievalRow> retrieval,
        Optional<ExpertUse> experts) {

    /**
     * What was evaluated on.
     *
     * @param read patches in the folders
     * @param places patches of ground
     * @param withoutLabels read, and left out of classification and retrieval
     * @param train patches with labels to fit on
     * @param validation patches with labels to choose by, and to query with
     * @param test patches with labels to measure on, and to retrieve from
     * @param featureBytes of all features, both sensors
     */
    public record Patches(
            long read,
            int places,
            long withoutLabels,
            int train,
            int validation,
            int test,
            long featureBytes) {

        JsonObject toJson() {
            var json = new JsonObject();
            json.addProperty("read", read);
            json.addProperty("places", places);
            json.addProperty("withoutLabels", withoutLabels);
            json.addProperty("train", train);
            json.addProperty("validation", validation);
            json.addProperty("test", test);
            json.addProperty("featureBytes", featureBytes);
            return json;
        }
    }

    public EvaluationReport {
        classes = List.copyOf(classes);
        classification = List.copyOf(classification);
        retrieval = List.copyOf(retrieval);
    }

    public EvaluationReport withExperts(Optional<ExpertUse> use) {
        return new EvaluationReport(
                modelId, seed, k, classes, patches, classification, segmentation, retrieval, use);
    }

    /** One object; its keys are described in {@code docs/evaluation.md}. */
    public JsonObject toJson() {
        var json = new JsonObject();
        json.addProperty("model", modelId);
        json.addProperty("seed", seed);
        json.addProperty("k", k);
        json.add("patches", patches.toJson());
        var names = new JsonArray();
        classes.forEach(names::add);
        json.add("classes", names);
        var probes = new JsonArray();
        classification.forEach(row -> probes.add(row.toJson()));
        json.add("classification", probes);
        json.add("segmentation", segmentation.toJson());
        var directions = new JsonArray();
        retrieval.forEach(row -> directions.add(row.toJson()));
        json.add("retrieval", directions);
        experts.ifPresent(use -> json.add("specialisation", use.toJson()));
        return json;
    }

    /** The same as a table to read. */
    public String toText() {
        return new EvaluationText(this).toString();
    }
}
