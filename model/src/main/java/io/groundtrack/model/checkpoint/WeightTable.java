package io.groundtrack.model.checkpoint;

import java.util.Map;
import java.util.TreeMap;

/**
 * The official name and shape of every weight of a network, reckoned from its configuration alone.
 *
 * <p>The tables of positions are among them: they are stored and not trained.
 *
 * <p>Source: csmoe.md 4.5; the names are those of the CSMAE authors' code, Soft MoE's our own.
 *
 * @param encoder the weights that inference needs, in order of names
 * @param decoders the weights of pretraining only, in order of names
 */
public record WeightTable(Map<String, long[]> encoder, Map<String, long[]> decoders) {
    private static final String POSITIONS = "pos_embed";

    /** The decoder's blocks are dense and of this ratio, whatever the encoder's is. */
    private static final int DECODER_MLP_RATIO = 4;

    public static WeightTable of(ModelConfig config, Bands bands) {
        return of(config, bands.s1().count(), bands.s2().count());
    }

    public static WeightTable of(ModelConfig config, int s1Bands, int s2Bands) {
        var encoder = new Shapes("backbone.");
        encoder.embedding("patch_embed.proj.", config, s1Bands);
        encoder.embedding("patch_embed_s2.proj.", config, s2Bands);
        encoder.put("cls_token", 1, 1, config.width());
        encoder.put("cls_token_s2", 1, 1, config.width());
        encoder.put(POSITIONS, 1, 1L + config.patchTokens(), config.width());
        for (int i = 0; i < config.specificDepth(); i++) {
            encoder.block("blocks_s1." + i + ".", config, i);
            encoder.block("blocks_s2." + i + ".", config, i);
        }
        if (config.specificDepth() > 0) {
            encoder.norm("norm_s1.", config.width());
            encoder.norm("norm_s2.", config.width());
        }
        for (int i = 0; i < config.sharedDepth(); i++) {
            encoder.block("blocks." + i + ".", config, config.specificDepth() + i);
        }
        encoder.norm("norm.", config.width());
        encoder.norm("fc_norm.", config.width());
        return new WeightTable(encoder.shapes, decoders(config, s1Bands, s2Bands));
    }

    private static Map<String, long[]> decoders(ModelConfig config, int s1Bands, int s2Bands) {
        long s1Values = (long) config.patchSize() * config.patchSize() * s1Bands;
        long s2Values = (long) config.patchSize() * config.patchSize() * s2Bands;
        var all = new TreeMap<String, long[]>();
        if (config.decoder().equals("common")) {
            var common = new Shapes("decoder.");
            common.decoder(config);
            common.linear("decoder_pred_s1_to_s2.", config.decoderWidth(), s2Values);
            common.linear("decoder_pred_s2_to_s1.", config.decoderWidth(), s1Values);
            all.putAll(common.shapes);
        } else {
            var toS2 = new Shapes("decoder_s1_to_s2.");
            toS2.decoder(config);
            toS2.linear("decoder_pred.", config.decoderWidth(), s2Values);
            var toS1 = new Shapes("decoder_s2_to_s1.");
            toS1.decoder(config);
            toS1.linear("decoder_pred.", config.decoderWidth(), s1Values);
            all.putAll(toS2.shapes);
            all.putAll(toS1.shapes);
        }
        return all;
    }

    /** Encoder and decoders, in order of names. */
    public Map<String, long[]> all() {
        var all = new TreeMap<>(encoder);
        all.putAll(decoders);
        return all;
    }

    /** Whether the name is a fixed table's, stored and not trained. */
    public static boolean isPositionTable(String name) {
        return name.endsWith("." + POSITIONS) || name.endsWith(".decoder_" + POSITIONS);
    }

    /** Numbers in all of the shapes. */
    public static long count(Map<String, long[]> shapes) {
        long count = 0;
        for (long[] shape : shapes.values()) {
            long product = 1;
            for (long size : shape) {
                product = Math.multiplyExact(product, size);
            }
            count += product;
        }
        return count;
    }

    /** Shapes under one prefix. */
    private record Shapes(String prefix, Map<String, long[]> shapes) {
        Shapes(String prefix) {
            this(prefix, new TreeMap<>());
        }

        void put(String name, long... shape) {
            shapes.put(prefix + name, shape);
        }

        void linear(String name, long in, long out) {
            put(name + "weight", out, in);
            put(name + "bias", out);
        }

        void norm(String name, long width) {
            put(name + "weight", width);
            put(name + "bias", width);
        }

        void embedding(String name, ModelConfig config, int bands) {
            put(name + "weight", config.width(), bands, config.patchSize(), config.patchSize());
            put(name + "bias", config.width());
        }

        void block(String name, ModelConfig config, int index) {
            attention(name, config.width());
            if (config.hasSoftMoe(index)) {
                softMoe(name + "mlp.", config.width(), config.softMoe());
            } else {
                dense(name + "mlp.", config.width(), config.mlpHidden());
            }
        }

        private void attention(String name, long width) {
            norm(name + "norm1.", width);
            linear(name + "attn.qkv.", width, 3 * width);
            linear(name + "attn.proj.", width, width);
            norm(name + "norm2.", width);
        }

        private void dense(String name, long width, long hidden) {
            linear(name + "fc1.", width, hidden);
            linear(name + "fc2.", hidden, width);
        }

        private void softMoe(String name, long width, SoftMoeConfig moe) {
            long experts = moe.experts();
            long hidden = moe.expertHidden();
            put(name + "phi", width, experts, moe.slotsPerExpert());
            put(name + "scale");
            put(name + "w1", experts, width, hidden);
            put(name + "b1", experts, hidden);
            put(name + "w2", experts, hidden, width);
            put(name + "b2", experts, width);
        }

        void decoder(ModelConfig config) {
            long width = config.decoderWidth();
            linear("decoder_embed.", config.width(), width);
            put("mask_token", 1, 1, width);
            put("decoder_" + POSITIONS, 1, 1L + config.patchTokens(), width);
            for (int i = 0; i < config.decoderDepth(); i++) {
                attention("decoder_blocks." + i + ".", width);
                dense("decoder_blocks." + i + ".mlp.", width, DECODER_MLP_RATIO * width);
            }
            norm("decoder_norm.", width);
        }
    }
}
