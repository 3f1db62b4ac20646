package io.groundtrack.model.checkpoint;

import io.groundtrack.model.checkpoint.SoftMoeConfig.Placement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The sizes a model comes in: 120 px patches of 15 px tokens, specific encoders and decoders.
 *
 * <p>{@code csmae-<preset>} is dense throughout; {@code csmoe-<preset>} has Soft MoE in every
 * encoder block. Both are of variant SESD; {@code csmae-<preset>-cecd} and so on are the same sizes
 * in another {@link Variant}.
 *
 * <p>In: a name → out: a configuration. Immutable.
 */
public enum Preset {
    NANO(192, 3, 4, 2, 4, 4, 384, 96, 2, 4),
    TINY(192, 3, 10, 2, 8, 2, 4 * 192, 128, 4, 4),
    SMALL(384, 6, 10, 2, 8, 2, 4 * 384, 256, 4, 8),
    BASE(768, 12, 10, 2, 8, 2, 4 * 768, 512, 8, 16),
    LARGE(1024, 16, 20, 4, 8, 2, 4 * 1024, 512, 8, 16);

    private final ModelConfig dense;
    private final ModelConfig softMoe;

    Preset(
            int width,
            int heads,
            int specificDepth,
            int sharedDepth,
            int experts,
            int slotsPerExpert,
            int expertHidden,
            int decoderWidth,
            int decoderDepth,
            int decoderHeads) {
        var moe =
                new SoftMoeConfig(
                        Set.of(Placement.SPECIFIC, Placement.SHARED),
                        experts,
                        slotsPerExpert,
                        expertHidden,
                        1);
        dense =
                config(
                        width,
                        heads,
                        specificDepth,
                        sharedDepth,
                        decoderWidth,
                        decoderDepth,
                        decoderHeads,
                        SoftMoeConfig.NOWHERE);
        softMoe =
                config(
                        width,
                        heads,
                        specificDepth,
                        sharedDepth,
                        decoderWidth,
                        decoderDepth,
                        decoderHeads,
                        moe);
    }

    public ModelConfig csmae() {
        return dense;
    }

    public ModelConfig csmoe() {
        return softMoe;
    }

    public ModelConfig csmae(Variant variant) {
        return variant.of(dense);
    }

    public ModelConfig csmoe(Variant variant) {
        return variant.of(softMoe);
    }

    /**
     * The configuration of a name such as {@code csmoe-nano} or {@code csmae-base-cecd}, if it is a
     * preset's.
     */
    public static Optional<ModelConfig> named(String name) {
        int end = name.lastIndexOf('-');
        Optional<Variant> variant =
                end < 0 ? Optional.empty() : Variant.named(name.substring(end + 1));
        return variant.isPresent()
                ? ofSize(name.substring(0, end)).map(variant.get()::of)
                : ofSize(name);
    }

    private static Optional<ModelConfig> ofSize(String name) {
        for (Preset preset : values()) {
            String size = preset.name().toLowerCase(Locale.ROOT);
            if (name.equals("csmoe-" + size)) {
                return Optional.of(preset.csmoe());
            }
            if (name.equals("csmae-" + size)) {
                return Optional.of(preset.csmae());
            }
        }
        return Optional.empty();
    }

    /** Without the variants, which are these names with an ending. */
    public static List<String> names() {
        return Stream.of(values())
                .map(preset -> preset.name().toLowerCase(Locale.ROOT))
                .flatMap(size -> Stream.of("csmoe-" + size, "csmae-" + size))
                .toList();
    }

    private static ModelConfig config(
            int width,
            int heads,
            int specificDepth,
            int sharedDepth,
            int decoderWidth,
            int decoderDepth,
            int decoderHeads,
            SoftMoeConfig softMoe) {
        return new ModelConfig(
                120,
                15,
                width,
                heads,
                specificDepth,
                sharedDepth,
                4,
                "specific",
                decoderWidth,
                decoderDepth,
                decoderHeads,
                "random",
                "disjoint",
                0.5,
                false,
                softMoe);
    }
}
