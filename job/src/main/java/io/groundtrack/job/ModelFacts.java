package io.groundtrack.job;

import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.Sensor;
import io.groundtrack.model.head.BigEarthNetClasses;
import io.groundtrack.model.head.ClassificationHead;
import io.groundtrack.operators.change.Thresholds;
import io.groundtrack.operators.classification.ClassifyPatchesFunction;
import io.groundtrack.operators.classification.PatchClasses;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the job has to know of its model before it starts: bands to cut, the head, the thresholds.
 *
 * @param modelId name and content of the model
 * @param s1Bands Sentinel-1 bands, in the model's order
 * @param s2Bands Sentinel-2 bands, in the model's order
 * @param heads gives each subtask its classification head
 * @param thresholds calibrated thresholds of change tracking
 */
public record ModelFacts(
        String modelId,
        List<String> s1Bands,
        List<String> s2Bands,
        ClassifyPatchesFunction.Heads heads,
        Thresholds thresholds) {

    private static final String THRESHOLDS = "thresholds.json";

    /** Reads them from an open model; refuses a model that lacks one, by name. */
    public static ModelFacts of(EmbeddingModel model) {
        var head = ClassificationHead.of(model);
        var thresholds =
                model.file(THRESHOLDS)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "model "
                                                        + model.modelId()
                                                        + ": no "
                                                        + THRESHOLDS
                                                        + " (make it with: groundtrack model calibrate)"));
        return new ModelFacts(
                model.modelId(),
                model.bands(Sensor.S1),
                model.bands(Sensor.S2),
                new ShippedHead(head.description(), head.weights()),
                Thresholds.parse(new String(thresholds, StandardCharsets.UTF_8), THRESHOLDS));
    }

    /** A head travels to the subtasks with the graph, as its files: some ten thousand numbers. */
    private record ShippedHead(byte[] description, byte[] weights)
            implements ClassifyPatchesFunction.Heads {
        @Override
        public PatchClasses.Head open() {
            var head = ClassificationHead.read(description, weights);
            return new PatchClasses.Head() {
                @Override
                public float[] scores(float[] s1, float[] s2) {
                    return head.scores(s1, s2);
                }

                @Override
                public List<String> classes() {
                    return BigEarthNetClasses.NAMES;
                }
            };
        }
    }
}
