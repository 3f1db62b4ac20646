package io.groundtrack.model.checkpoint;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Sizes and switches of one model, as {@code config.json} holds them.
 *
 * <p>Sizes are pixels of 10 m for {@code imageSize} and {@code patchSize}. The decoder's and the
 * training fields do not change the encoder; they are kept, so that a checkpoint says how it was
 * trained.
 *
 * <p>Errors: unknown keys, unknown values and sizes that do not fit each other are refused with
 * {@link IllegalArgumentException}. The key {@code expected} (reference results) is skipped.
 *
 * @param patchSize side of one token's square
 * @param width D
 * @param specificDepth blocks each sensor has for itself
 * @param sharedDepth blocks both sensors pass, one after the other
 */
public record ModelConfig(
        int imageSize,
        int patchSize,
        int width,
        int heads,
        int specificDepth,
        int sharedDepth,
        double mlpRatio,
        String decoder,
        int decoderWidth,
        int decoderDepth,
        int decoderHeads,
        String masking,
        String reconstruction,
        double maskRatio,
        boolean normalisedTargets,
        SoftMoeConfig softMoe) {

    private static final int MOST_TOKENS = 1 << 16;

    public ModelConfig {
        require(imageSize % patchSize == 0, "img_size", imageSize, "a multiple of patch_size");
        int side = imageSize / patchSize;
        require(
                (long) side * side <= MOST_TOKENS,
                "patch_size",
                patchSize,
                "at most " + MOST_TOKENS + " tokens of an image of " + imageSize + " px");
        require(width % 4 == 0, "embed_dim", width, "a multiple of 4, for the position code");
        require(width % heads == 0, "embed_dim", width, "a multiple of num_heads");
        require(specificDepth + sharedDepth > 0, "shared_depth", sharedDepth, "any block at all");
        require(decoderWidth % 4 == 0, "decoder_embed_dim", decoderWidth, "a multiple of 4");
        require(
                decoderWidth % decoderHeads == 0,
                "decoder_embed_dim",
                decoderWidth,
                "a multiple of decoder_num_heads");
        require(maskRatio >= 0 && maskRatio < 1, "mask_ratio", maskRatio, "0 ≤ ratio < 1");
        require(
                mlpRatio > 0 && width * mlpRatio == Math.rint(width * mlpRatio),
                "mlp_ratio",
                mlpRatio,
                "a positive number that makes embed_dim · mlp_ratio whole");
        require(
                !(masking.equals("identical") && reconstruction.equals("identical")),
                "reconstruction",
                reconstruction,
                "disjoint, where masking is identical");
    }

    /** Tokens along one side of the patch. */
    public int gridSize() {
        return imageSize / patchSize;
    }

    /** N, without the class token. */
    public int patchTokens() {
        return gridSize() * gridSize();
    }

    public int depth() {
        return specificDepth + sharedDepth;
    }

    public int mlpHidden() {
        return (int) Math.rint(width * mlpRatio);
    }

    /**
     * @param index of the block along one sensor's path, specific blocks first
     */
    public boolean hasSoftMoe(int index) {
        return softMoe.covers(index, specificDepth, depth());
    }

    /** The same sizes with Soft MoE elsewhere. */
    public ModelConfig withSoftMoe(SoftMoeConfig other) {
        return new ModelConfig(
                imageSize,
                patchSize,
                width,
                heads,
                specificDepth,
                sharedDepth,
                mlpRatio,
                decoder,
                decoderWidth,
                decoderDepth,
                decoderHeads,
                masking,
                reconstruction,
                maskRatio,
                normalisedTargets,
                other);
    }

    /** The same sizes with other blocks specific. */
    public ModelConfig withDepths(int specific, int shared) {
        return new ModelConfig(
                imageSize,
                patchSize,
                width,
                heads,
                specific,
                shared,
                mlpRatio,
                decoder,
                decoderWidth,
                decoderDepth,
                decoderHeads,
                masking,
                reconstruction,
                maskRatio,
                normalisedTargets,
                softMoe);
    }

    /** The same sizes with the other decoder: common or specific. */
    public ModelConfig withDecoder(String other) {
        return new ModelConfig(
                imageSize,
                patchSize,
                width,
                heads,
                specificDepth,
                sharedDepth,
                mlpRatio,
                other,
                decoderWidth,
                decoderDepth,
                decoderHeads,
                masking,
                reconstruction,
                maskRatio,
                normalisedTargets,
                softMoe);
    }

    /** Which of the four variants it is. */
    public Variant variant() {
        return Variant.of(specificDepth, decoder);
    }

    public static ModelConfig read(String source, byte[] json) {
        JsonFields fields = JsonFields.parse(source, json);
        if (fields.has("tokens")) {
            throw new IllegalArgumentException(
                    source
                            + ": tokens: present (expected: a whole model; this is a Soft MoE layer alone)");
        }
        fields.skip("expected");
        var config =
                new ModelConfig(
                        fields.integer("img_size", 1, 8192),
                        fields.integer("patch_size", 1, 1024),
                        fields.integer("embed_dim", 4, 16384),
                        fields.integer("num_heads", 1, 256),
                        fields.integer("specific_depth", 0, 99),
                        fields.integer("shared_depth", 0, 99),
                        fields.has("mlp_ratio") ? fields.decimal("mlp_ratio") : 4,
                        fields.choice("decoder", List.of("common", "specific")),
                        fields.integer("decoder_embed_dim", 4, 16384),
                        fields.integer("decoder_depth", 0, 99),
                        fields.integer("decoder_num_heads", 1, 256),
                        fields.choice("masking", List.of("random", "identical", "disjoint")),
                        fields.choice("reconstruction", List.of("identical", "disjoint")),
                        fields.decimal("mask_ratio"),
                        fields.flag("norm_pix_loss", false),
                        fields.has("soft_moe")
                                ? SoftMoeConfig.read(fields.object("soft_moe"))
                                : SoftMoeConfig.NOWHERE);
        fields.end();
        return config;
    }

    /** The bytes of {@code config.json}; equal configurations give equal bytes. */
    public byte[] toJson() {
        var json = new JsonObject();
        json.addProperty("img_size", imageSize);
        json.addProperty("patch_size", patchSize);
        json.addProperty("embed_dim", width);
        json.addProperty("num_heads", heads);
        json.addProperty("specific_depth", specificDepth);
        json.addProperty("shared_depth", sharedDepth);
        json.addProperty("mlp_ratio", mlpRatio);
        json.addProperty("decoder", decoder);
        json.addProperty("decoder_embed_dim", decoderWidth);
        json.addProperty("decoder_depth", decoderDepth);
        json.addProperty("decoder_num_heads", decoderHeads);
        json.addProperty("masking", masking);
        json.addProperty("reconstruction", reconstruction);
        json.addProperty("mask_ratio", maskRatio);
        json.addProperty("norm_pix_loss", normalisedTargets);
        if (!softMoe.placement().isEmpty()) {
            json.add("soft_moe", softMoe.toJson());
        }
        return new GsonBuilder()
                .setPrettyPrinting()
                .create()
                .toJson(json)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void require(boolean holds, String key, Number value, String expected) {
        require(holds, key, value.toString(), expected);
    }

    private static void require(boolean holds, String key, String value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "config.json: " + key + ": " + value + " (expected: " + expected + ")");
        }
    }
}
