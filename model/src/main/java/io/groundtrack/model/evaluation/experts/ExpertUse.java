package io.groundtrack.model.evaluation.experts;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which experts serve which sensor and class: mean combine weights of every Soft MoE layer.
 *
 * <p>Patch tokens only, the class token is left out. A token counts for a class by the share of its
 * pixels that are of it, or whole for each label of its patch where pixel classes are not known.
 *
 * @param modelId the model looked at
 * @param patches looked at
 * @param classes names of the classes
 * @param tokensByClass tokens' worth of each class
 * @param layers S1's path first, then S2's
 */
public record ExpertUse(
        String modelId,
        int patches,
        List<String> classes,
        double[] tokensByClass,
        List<LayerUse> layers) {
    public ExpertUse {
        classes = List.copyOf(classes);
        layers = List.copyOf(layers);
    }

    public int experts() {
        return layers.get(0).mean().length;
    }

    /**
     * For every shared layer, what a token's sensor tells of its expert, as a share of ln E: 0 =
     * both sensors use the experts alike, ln 2 / ln E = each has experts of its own.
     */
    public Map<String, Double> sensorInformation() {
        var information = new TreeMap<String, Double>();
        for (LayerUse a : layers) {
            for (LayerUse b : layers) {
                if (a.sensor().equals("s1")
                        && b.sensor().equals("s2")
                        && a.layer().equals(b.layer())) {
                    var both = new double[experts()];
                    for (int e = 0; e < both.length; e++) {
                        both[e] = (a.mean()[e] + b.mean()[e]) / 2;
                    }
                    double within = (a.useEntropy() + b.useEntropy()) / 2;
                    information.put(a.layer(), Math.max(0, Entropy.of(both) - within));
                }
            }
        }
        return information;
    }

    public JsonObject toJson() {
        var json = new JsonObject();
        json.addProperty("model", modelId);
        json.addProperty("patches", patches);
        json.addProperty("experts", experts());
        var names = new JsonArray();
        classes.forEach(names::add);
        json.add("classes", names);
        json.add("tokensByClass", figures(tokensByClass));
        var all = new JsonArray();
        for (LayerUse use : layers) {
            var one = new JsonObject();
            one.addProperty("sensor", use.sensor());
            one.addProperty("layer", use.layer());
            one.add("mean", figures(use.mean()));
            var byClass = new JsonArray();
            use.meanByClass().forEach(means -> byClass.add(figures(means)));
            one.add("meanByClass", byClass);
            one.add("useEntropy", figure(use.useEntropy()));
            one.add("tokenEntropy", figure(use.tokenEntropy()));
            one.add("classInformation", figure(use.classInformation()));
            all.add(one);
        }
        json.add("layers", all);
        var shared = new JsonObject();
        sensorInformation().forEach((layer, value) -> shared.add(layer, figure(value)));
        json.add("sensorInformation", shared);
        return json;
    }

    private static JsonArray figures(double[] values) {
        var array = new JsonArray();
        for (double value : values) {
            array.add(figure(value));
        }
        return array;
    }

    private static JsonElement figure(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
    }
}
