package io.groundtrack.bench.models;

import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.Preset;
import io.groundtrack.model.checkpoint.SoftMoeConfig;
import io.groundtrack.model.cost.NetworkCost;
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
            return preset(matcher.group(1))
                    .withSoftMoe(
                            new SoftMoeConfig(
                                    moe.placement(), experts, slots, moe.expertHidden(), SCALE));
        }
        ModelConfig config = preset(name);
        SoftMoeConfig moe = config.softMoe();
        return moe.placement().isEmpty()
                ? config
                : config.withSoftMoe(
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

    /** Multiply-adds of one pair of patches. */
    public static double pairMacs(String name) {
        Bands bands = Bands.bigEarthNet();
        return new NetworkCost(config(name), bands.s1().count(), bands.s2().count()).bothMacs();
    }
}
