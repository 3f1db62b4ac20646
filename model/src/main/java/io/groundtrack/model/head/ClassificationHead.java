package io.groundtrack.model.head;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.checkpoint.JsonFields;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Multi-label classes of a patch from what is known of it: S1, S2 or both.
 *
 * <p>Three linear heads: {@code s1} and {@code s2} on D features, {@code both} on 2D, S1 first.
 * Scores are between 0 and 1, in the order of {@link #classes}.
 *
 * <p>Kept as {@code heads/classification.safetensors} ({@code s1.weight (K, D)}, {@code s1.bias
 * (K)}, and so on) and {@code heads/classification.json} ({@code classes}, {@code modelId}, {@code
 * seed}, {@code lambda}).
 *
 * @param modelId of the encoder whose features it was fitted on; those of another mean nothing here
 * @param seed of the sample it was fitted on
 * @param lambda penalty it was fitted with
 */
public record ClassificationHead(
        String modelId,
        List<String> classes,
        long seed,
        double lambda,
        LinearHead s1,
        LinearHead s2,
        LinearHead both) {
    public static final String WEIGHTS_FILE = "heads/classification.safetensors";
    public static final String DESCRIPTION_FILE = "heads/classification.json";

    public ClassificationHead {
        classes = List.copyOf(classes);
        int width = s1.features();
        if (s2.features() != width || both.features() != 2 * width) {
            throw new IllegalArgumentException(
                    "classification head: "
                            + List.of(width, s2.features(), both.features())
                            + " features of s1, s2, both (expected: D, D, 2D)");
        }
        for (LinearHead head : List.of(s1, s2, both)) {
            if (head.classes() != classes.size()) {
                throw new IllegalArgumentException(
                        "classification head: "
                                + head.classes()
                                + " scores for "
                                + classes.size()
                                + " classes");
            }
        }
    }

    /** The head that lies with a model; refused where it was fitted on another one. */
    public static ClassificationHead of(EmbeddingModel model) {
        ClassificationHead head =
                read(required(model, DESCRIPTION_FILE), required(model, WEIGHTS_FILE));
        if (!head.modelId.equals(model.checkpointId())) {
            throw new IllegalArgumentException(
                    DESCRIPTION_FILE
                            + ": fitted on model "
                            + head.modelId
                            + " (expected: "
                            + model.checkpointId()
                            + ")");
        }
        if (head.s1.features() != model.width()) {
            throw new IllegalArgumentException(
                    WEIGHTS_FILE
                            + ": tensor s1.weight: "
                            + head.s1.features()
                            + " features (expected: "
                            + model.width()
                            + ")");
        }
        return head;
    }

    public static ClassificationHead read(byte[] description, byte[] weights) {
        JsonFields fields = JsonFields.parse(DESCRIPTION_FILE, description);
        List<String> classes = fields.texts("classes");
        String modelId = fields.text("modelId");
        long seed = fields.wholeNumber("seed");
        double lambda = fields.decimal("lambda");
        fields.end();
        try (var file = Safetensors.open(WEIGHTS_FILE, weights)) {
            return new ClassificationHead(
                    modelId,
                    classes,
                    seed,
                    lambda,
                    head(file, "s1"),
                    head(file, "s2"),
                    head(file, "both"));
        }
    }

    /**
     * @param s1 features of the Sentinel-1 observation, or null where there is none
     * @param s2 features of the Sentinel-2 observation, or null where there is none
     * @return one score a class, 0 to 1
     */
    public float[] scores(float[] s1, float[] s2) {
        float[] scores;
        if (s1 != null && s2 != null) {
            float[] joined = Arrays.copyOf(s1, s1.length + s2.length);
            System.arraycopy(s2, 0, joined, s1.length, s2.length);
            scores = both.scores(joined);
        } else if (s1 != null) {
            scores = this.s1.scores(s1);
        } else if (s2 != null) {
            scores = this.s2.scores(s2);
        } else {
            throw new IllegalArgumentException(
                    "features: none of S1 and S2 (expected: one or both)");
        }
        for (int k = 0; k < scores.length; k++) {
            scores[k] = Math.max(0, Math.min(1, scores[k]));
        }
        return scores;
    }

    public byte[] description() {
        var names = new JsonArray();
        classes.forEach(names::add);
        var json = new JsonObject();
        json.addProperty("modelId", modelId);
        json.addProperty("seed", seed);
        json.addProperty("lambda", lambda);
        json.add("classes", names);
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(json)
                .getBytes(StandardCharsets.UTF_8);
    }

    public byte[] weights() {
        var tensors = new TreeMap<String, Tensor>();
        put(tensors, "s1", s1);
        put(tensors, "s2", s2);
        put(tensors, "both", both);
        return Safetensors.bytes(tensors);
    }

    private static LinearHead head(Safetensors file, String name) {
        return new LinearHead(file.tensor(name + ".weight"), file.tensor(name + ".bias"));
    }

    private static void put(TreeMap<String, Tensor> tensors, String name, LinearHead head) {
        tensors.put(name + ".weight", head.weight());
        tensors.put(name + ".bias", head.bias());
    }

    private static byte[] required(EmbeddingModel model, String file) {
        return model.file(file)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        model.modelId() + ": " + file + ": missing"));
    }
}
