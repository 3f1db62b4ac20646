package io.groundtrack.bench.models;

import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.Preset;
import io.groundtrack.model.checkpoint.SoftMoeConfig;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Configurations by name: a preset's, {@code csmoe-base}, or a Soft MoE preset's with other slots,
 * {@code csmoe-base-8x1} (experts × slots of each).
 */
public final class BenchModels {
    /** Far enough from 1 that routing shows in the features. */
    private static final double SCALE = 4;

    private static final Pattern WITH_SLOTS = Pattern.compile("(csmoe-\\w+)-(\\d{1,3})x(\\d{1,3})");

    private BenchModels() {}

    public static ModelConfig config(String name) {
        Matcher matcher = WITH_SLOTS.matcher(name);
        if (matcher.matches()) {
            SoftMoeConfig moe = preset(matcher.group(1)).softMoe();
            int experts = Integer.parseInt(matcher.group(2));
            int slots = Integer.parseInt(matcher.group(3));
            return with(
                    preset(matcher.group(1)),
                    new SoftMoeConfig(moe.placement(), experts, slots, moe.expertHidden(), SCALE));
        }
        ModelConfig config = preset(name);
        SoftMoeConfig moe = config.softMoe();
        return moe.placement().isEmpty()
                ? config
                : with(
                        config,
                        new SoftMoeConfig(
                                moe.placement(),
                                moe.experts(),
                                moe.slotsPerExpert(),
                                moe.expertHidden(),
                                SCALE));
    }

    private static ModelConfig preset(String name) {
        Optional<ModelConfig> preset = Preset.named(name);
        return preset.orElseThrow(
                () ->
                        new IllegalArgumentException(
                                "model: '" + name + "' (expected: one of " + Preset.names() + ")"));
    }

    private static ModelConfig with(ModelConfig config, SoftMoeConfig softMoe) {
        return new ModelConfig(
                config.imageSize(),
                config.patchSize(),
                config.width(),
                config.heads(),
                config.specificDepth(),
                config.sharedDepth(),
                config.mlpRatio(),
                config.decoder(),
                config.decoderWidth(),
                config.decoderDepth(),
                config.decoderHeads(),
                config.masking(),
                config.reconstruction(),
                config.maskRatio(),
                config.normalisedTargets(),
                softMoe);
    }
}
