package io.groundtrack.model.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where Soft MoE takes the place of the dense MLP, and how large it is.
 *
 * @param placement any of {@link Placement}; empty means dense everywhere
 * @param experts E
 * @param slotsPerExpert p; an encoder block has S = E·p slots
 * @param expertHidden width between an expert's two layers
 * @param scaleInit initial value of the learned scale of the logits
 */
public record SoftMoeConfig(
        Set<Placement> placement,
        int experts,
        int slotsPerExpert,
        int expertHidden,
        double scaleInit) {

    /** The rules that choose blocks; a block chosen by any of them has Soft MoE. */
    public enum Placement {
        SPECIFIC("specific"),
        SHARED("shared"),
        /** Odd index along the path: specific blocks first, then shared ones. */
        EVERY_SECOND("every-second"),
        /** Index along the path of at least half the path's length. */
        LAST_HALF("last-half");

        final String text;

        Placement(String text) {
            this.text = text;
        }

        static Placement of(JsonFields fields, String text) {
            for (Placement placement : values()) {
                if (placement.text.equals(text)) {
                    return placement;
                }
            }
            throw fields.refused(
                    "placement", "a list out of specific, shared, every-second, last-half");
        }
    }

    /** Dense MLPs throughout. */
    public static final SoftMoeConfig NOWHERE = new SoftMoeConfig(Set.of(), 1, 1, 1, 1);

    public SoftMoeConfig {
        placement = Set.copyOf(placement);
    }

    /** The same experts, whose scales start elsewhere. */
    public SoftMoeConfig withScaleInit(double scale) {
        return new SoftMoeConfig(placement, experts, slotsPerExpert, expertHidden, scale);
    }

    /**
     * @param index of the block along the path of one sensor
     * @param specificDepth blocks of the path that are the sensor's own
     * @param depth blocks of the whole path
     */
    boolean covers(int index, int specificDepth, int depth) {
        return placement.contains(Placement.SPECIFIC) && index < specificDepth
                || placement.contains(Placement.SHARED) && index >= specificDepth
                || placement.contains(Placement.EVERY_SECOND) && index % 2 == 1
                || placement.contains(Placement.LAST_HALF) && 2 * index >= depth;
    }

    static SoftMoeConfig read(JsonFields fields) {
        Set<Placement> placement = new LinkedHashSet<>();
        List<String> words = fields.texts("placement");
        words.forEach(word -> placement.add(Placement.of(fields, word)));
        var config =
                new SoftMoeConfig(
                        placement,
                        fields.integer("experts", 1, 4096),
                        fields.integer("slots_per_expert", 1, 4096),
                        fields.integer("expert_hidden", 1, 1 << 20),
                        fields.has("scale_init") ? fields.decimal("scale_init") : 1);
        fields.end();
        return config;
    }

    JsonObject toJson() {
        var names = new JsonArray();
        // enum order, so that equal configurations have equal bytes
        for (Placement one : Placement.values()) {
            if (placement.contains(one)) {
                names.add(one.text);
            }
        }
        var json = new JsonObject();
        json.add("placement", names);
        json.addProperty("experts", experts);
        json.addProperty("slots_per_expert", slotsPerExpert);
        json.addProperty("expert_hidden", expertHidden);
        json.addProperty("scale_init", scaleInit);
        return json;
    }
}
