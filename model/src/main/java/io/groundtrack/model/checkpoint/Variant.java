package io.groundtrack.model.checkpoint;

import java.util.Locale;
import java.util.Optional;

/**
 * What the sensors have for themselves and what they share: first the encoder, then the decoder; C
 * = common, S = specific.
 *
 * <p>A common encoder has no specific blocks at all: the whole depth is shared (only patch
 * embedding and class token stay the sensor's own). The configuration files published with CSMAE
 * say the opposite for CE*; the configurations of the published checkpoints say this.
 *
 * <p>Source: Hackstein et al., Exploring Masked Autoencoders for Sensor-Agnostic Image Retrieval in
 * Remote Sensing (CSMAE).
 */
public enum Variant {
    SESD(false, "specific"),
    SECD(false, "common"),
    CESD(true, "specific"),
    CECD(true, "common");

    private final boolean commonEncoder;
    private final String decoder;

    Variant(boolean commonEncoder, String decoder) {
        this.commonEncoder = commonEncoder;
        this.decoder = decoder;
    }

    /**
     * The same sizes in this variant; the depth of the path stays what it was.
     *
     * @param specific a configuration with specific blocks, or with none for a common encoder
     */
    public ModelConfig of(ModelConfig specific) {
        if (!commonEncoder && specific.specificDepth() == 0) {
            throw new IllegalArgumentException(
                    "specific_depth: 0 (expected: at least 1, for " + this + ")");
        }
        return commonEncoder
                ? specific.withDepths(0, specific.depth()).withDecoder(decoder)
                : specific.withDecoder(decoder);
    }

    /** The variant that a configuration is: by its specific depth and its decoder. */
    public static Variant of(int specificDepth, String decoder) {
        boolean common = specificDepth == 0;
        for (Variant variant : values()) {
            if (variant.commonEncoder == common && variant.decoder.equals(decoder)) {
                return variant;
            }
        }
        throw new IllegalArgumentException(
                "decoder: " + decoder + " (expected: common or specific)");
    }

    static Optional<Variant> named(String name) {
        for (Variant variant : values()) {
            if (variant.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(variant);
            }
        }
        return Optional.empty();
    }
}
