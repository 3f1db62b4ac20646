package io.groundtrack.model.cost;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.groundtrack.model.checkpoint.ModelConfig;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A model's sizes and costs: counted on the built network, and held against the formula.
 *
 * <p>In: a configuration and the bands of each sensor → out: counts, as lines for people and as
 * JSON. MACs are of one patch; FLOPs = 2 × MACs. Immutable. Errors: {@link IllegalStateException}
 * naming the count where network and formula disagree.
 */
public final class ModelDescription {
    private final NetworkCost formula;
    private final long encoder;
    private final long decoders;
    private final long s1Macs;
    private final long s2Macs;
    private final OptionalLong pretrainingMacs;

    public static ModelDescription of(ModelConfig config, int s1Bands, int s2Bands) {
        return new ModelDescription(
                new NetworkCost(config, s1Bands, s2Bands),
                new BuiltNetwork(config, s1Bands, s2Bands));
    }

    ModelDescription(NetworkCost formula, BuiltNetwork built) {
        this.formula = formula;
        encoder =
                same("encoder parameters", built.encoderParameters(), formula.encoderParameters());
        decoders =
                same("decoder parameters", built.decoderParameters(), formula.decoderParameters());
        s1Macs = same("MACs of Sentinel-1", built.s1Macs(), formula.s1Macs());
        s2Macs = same("MACs of Sentinel-2", built.s2Macs(), formula.s2Macs());
        pretrainingMacs =
                formula.canPretrain()
                        ? OptionalLong.of(
                                same(
                                        "MACs of a pretraining step",
                                        built.pretrainingMacs(),
                                        formula.pretrainingMacs()))
                        : OptionalLong.empty();
    }

    private static long same(String what, long counted, long byFormula) {
        if (counted != byFormula) {
            throw new IllegalStateException(
                    what
                            + ": "
                            + counted
                            + " on the built network (expected: "
                            + byFormula
                            + ", by formula)");
        }
        return counted;
    }

    public long encoderParameters() {
        return encoder;
    }

    public long decoderParameters() {
        return decoders;
    }

    public long trainableParameters() {
        return encoder + decoders;
    }

    public long s1Macs() {
        return s1Macs;
    }

    public long s2Macs() {
        return s2Macs;
    }

    public long bothMacs() {
        return s1Macs + s2Macs;
    }

    /** What the model needs, for people; no line ends with a line break. */
    public String text(int batch) {
        ModelConfig config = formula.config();
        var moe = config.softMoe();
        var lines = new StringBuilder();
        line(
                lines,
                "network",
                "%s, %d px in %d x %d tokens of %d px, width %d, %d heads, %d specific + %d shared blocks",
                config.variant(),
                config.imageSize(),
                config.gridSize(),
                config.gridSize(),
                config.patchSize(),
                config.width(),
                config.heads(),
                config.specificDepth(),
                config.sharedDepth());
        if (moe.placement().isEmpty()) {
            line(lines, "mlp", "dense, %d wide", config.mlpHidden());
        } else {
            line(
                    lines,
                    "mlp",
                    "Soft MoE in %d of %d blocks, %d experts x %d slots, %d wide (cheaper than dense below %.1f slots)",
                    formula.softMoeBlocks(),
                    config.depth(),
                    moe.experts(),
                    moe.slotsPerExpert(),
                    moe.expertHidden(),
                    formula.breakEvenSlots(formula.tokens(), moe.expertHidden()));
        }
        line(
                lines,
                "decoder",
                "%s, width %d, %d blocks, %d heads",
                config.decoder(),
                config.decoderWidth(),
                config.decoderDepth(),
                config.decoderHeads());
        line(
                lines,
                "parameters",
                "encoder %s, decoders %s, trainable %s (network and formula agree)",
                millions(encoder),
                millions(decoders),
                millions(trainableParameters()));
        line(
                lines,
                "GMACs",
                "S1 %s, S2 %s, both %s a patch; %s (FLOPs = 2 x MACs)",
                billions(s1Macs),
                billions(s2Macs),
                billions(bothMacs()),
                pretrainingMacs.isPresent()
                        ? "forward in pretraining %s a pair"
                                .formatted(billions(pretrainingMacs.getAsLong()))
                        : "no pretraining, as mask_ratio keeps all tokens or none");
        line(
                lines,
                "of dense",
                "%.2f of the MACs of the same sizes without Soft MoE",
                formula.ratioToDense());
        line(
                lines,
                "memory",
                "encoder weights %.1f MB fp32, %.1f MB bf16; about %.1f MB more for a batch of %d in fp32",
                4 * encoder / 1e6,
                2 * encoder / 1e6,
                4.0 * batch * formula.activationsPerPatch() / 1e6,
                batch);
        return lines.substring(0, lines.length() - 1);
    }

    private static void line(StringBuilder lines, String head, String format, Object... values) {
        lines.append(String.format(Locale.ROOT, "%-11s", head))
                .append(String.format(Locale.ROOT, format, values))
                .append('\n');
    }

    private static String billions(long count) {
        return String.format(Locale.ROOT, count < 100_000_000 ? "%.6f" : "%.3f", count / 1e9);
    }

    private static String millions(long count) {
        return String.format(Locale.ROOT, "%.2f M (%,d)", count / 1e6, count);
    }

    /** {@code memoryBytes.activations} is of {@code batch} patches. */
    JsonObject json(int batch) {
        var parameters = new JsonObject();
        parameters.addProperty("encoder", encoder);
        parameters.addProperty("decoders", decoders);
        parameters.addProperty("trainable", trainableParameters());
        var macs = new JsonObject();
        macs.addProperty("s1", s1Macs);
        macs.addProperty("s2", s2Macs);
        macs.addProperty("both", bothMacs());
        macs.addProperty(
                "pretrainingStep",
                pretrainingMacs.isPresent() ? pretrainingMacs.getAsLong() : null);
        var memory = new JsonObject();
        memory.addProperty("encoderFloat32", 4 * encoder);
        memory.addProperty("encoderBfloat16", 2 * encoder);
        memory.addProperty("trainableFloat32", 4 * trainableParameters());
        memory.addProperty("activations", 4L * batch * formula.activationsPerPatch());
        memory.addProperty("batch", batch);
        var json = new JsonObject();
        json.add(
                "config",
                JsonParser.parseString(
                        new String(formula.config().toJson(), StandardCharsets.UTF_8)));
        json.addProperty("variant", formula.config().variant().toString());
        json.add("parameters", parameters);
        json.add("macs", macs);
        json.addProperty("flopsPerMac", 2);
        json.addProperty("ratioToDense", formula.ratioToDense());
        json.add("memoryBytes", memory);
        return json;
    }
}
