package io.groundtrack.model.cost;

import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.SoftMoeConfig;
import java.util.stream.IntStream;

/**
 * Weights, multiply-adds (MACs) and memory of a model, by formula.
 *
 * <p>With T = 1 + N tokens, width D, hidden width H, S slots and expert width h, one sensor and one
 * patch: attention 4·T·D² + 2·T²·D, dense MLP 2·T·D·H, Soft MoE 3·T·S·D + 2·S·D·h, patch embedding
 * N·P²·C·D. Norms, softmax, GELU and sums are left out, as is usual. FLOPs = 2 × MACs.
 *
 * <p>In: a configuration and the number of bands of each sensor → out: counts. Immutable. Source:
 * Puigcerver et al., arXiv 2308.00951, section 2.3, and the shapes of CSMAE's layers.
 */
public record NetworkCost(ModelConfig config, int s1Bands, int s2Bands) {
    /** The decoder's blocks have this ratio, whatever the encoder's is. */
    private static final int DECODER_MLP_RATIO = 4;

    /** Trainable weights of the encoder: both patch embeddings, all blocks, all norms. */
    public long encoderParameters() {
        long d = config.width();
        long count = 0;
        for (int bands : new int[] {s1Bands, s2Bands}) {
            long patchEmbedding = d * pixels() * bands + d;
            long classToken = d;
            count += patchEmbedding + classToken;
        }
        for (int i = 0; i < config.depth(); i++) {
            long block = attentionParameters(d) + mlpParameters(i);
            count += i < config.specificDepth() ? 2 * block : block;
        }
        int norms = config.specificDepth() > 0 ? 4 : 2;
        return count + norms * 2 * d;
    }

    /** Trainable weights of the decoder, or of the two decoders. */
    public long decoderParameters() {
        long d = config.width();
        long w = config.decoderWidth();
        long hidden = DECODER_MLP_RATIO * w;
        long block = attentionParameters(w) + denseParameters(w, hidden);
        long maskToken = w;
        long trunk = d * w + w + maskToken + config.decoderDepth() * block + 2 * w;
        long heads = (w + 1) * pixels() * (s1Bands + s2Bands);
        return (isCommonDecoder() ? 1 : 2) * trunk + heads;
    }

    /** All that pretraining changes. */
    public long trainableParameters() {
        return encoderParameters() + decoderParameters();
    }

    /** MACs of one patch of Sentinel-1, all tokens. */
    public long s1Macs() {
        return encoderMacs(s1Bands, config.patchTokens());
    }

    /** MACs of one patch of Sentinel-2, all tokens. */
    public long s2Macs() {
        return encoderMacs(s2Bands, config.patchTokens());
    }

    /** MACs of one patch seen by both sensors. */
    public long bothMacs() {
        return s1Macs() + s2Macs();
    }

    /** MACs of the two masked encoder passes over one pair as published: all squares embedded. */
    public long maskedEncoderMacs() {
        return encoderMacs(s1Bands, keptS1()) + encoderMacs(s2Bands, keptS2());
    }

    /** MACs of the four decoder passes over one pair as published: heads on the class token too. */
    public long decoderMacs() {
        long macs = 0;
        for (int kept : new int[] {keptS1(), keptS2()}) {
            for (int bands : new int[] {s1Bands, s2Bands}) {
                macs += decoderMacs(1 + kept, bands);
            }
        }
        return macs;
    }

    /**
     * MACs forward of one pair in pretraining as this network does it: squares that masking removes
     * are not embedded, heads do not see the class token, and the likeness of the two features is
     * in (4·D, a batch of one).
     */
    public long pretrainingMacs() {
        long n = config.patchTokens();
        long notEmbedded = ((n - keptS1()) * s1Bands + (n - keptS2()) * s2Bands) * config.width();
        long notPredicted = 2L * config.decoderWidth() * (s1Bands + s2Bands);
        return maskedEncoderMacs()
                + decoderMacs()
                - pixels() * (notEmbedded + notPredicted)
                + 4L * config.width();
    }

    /** Whether masking keeps and removes at least one token of each sensor. */
    public boolean canPretrain() {
        int n = config.patchTokens();
        return keptS1() >= 1 && keptS1() < n && keptS2() >= 1 && keptS2() < n;
    }

    /** MACs of both sensors, as a share of the same sizes with dense MLPs throughout. */
    public double ratioToDense() {
        return (double) bothMacs() / dense().bothMacs();
    }

    /** The same sizes with dense MLPs throughout. */
    public NetworkCost dense() {
        return new NetworkCost(config.withSoftMoe(SoftMoeConfig.NOWHERE), s1Bands, s2Bands);
    }

    /**
     * Slots at which a Soft MoE layer costs what the dense MLP does; below it is cheaper.
     *
     * @param tokens T, class token included
     * @param expertHidden h
     */
    public double breakEvenSlots(int tokens, int expertHidden) {
        return 2.0 * tokens * config.mlpHidden() / (3.0 * tokens + 2.0 * expertHidden);
    }

    /** Blocks along one sensor's path that have Soft MoE. */
    public int softMoeBlocks() {
        return (int) IntStream.range(0, config.depth()).filter(config::hasSoftMoe).count();
    }

    /** T at inference. */
    public int tokens() {
        return 1 + config.patchTokens();
    }

    /**
     * Numbers that one block of the readable network holds until it ends, largest over the path,
     * for one patch: T·13·D + 2·heads·T² + 2·T·H, where Soft MoE has 2·T·D + 3·T·S + 2·S·(D + h) in
     * place of 2·T·H. A rough guide: an engine that fuses or reuses needs less.
     */
    public long activationsPerPatch() {
        long t = tokens();
        long d = config.width();
        long most = 0;
        for (int i = 0; i < config.depth(); i++) {
            long s = slots();
            long mlp =
                    config.hasSoftMoe(i)
                            ? 2 * t * d + 3 * t * s + 2 * s * (d + config.softMoe().expertHidden())
                            : 2 * t * config.mlpHidden();
            most = Math.max(most, 13 * t * d + 2 * config.heads() * t * t + mlp);
        }
        return most;
    }

    /** Patch tokens of Sentinel-1 that masking keeps: int(N·(1 − r)), reckoned in double. */
    private int keptS1() {
        return (int) (config.patchTokens() * (1 - config.maskRatio()));
    }

    private int keptS2() {
        double ratio =
                config.masking().equals("disjoint") ? 1 - config.maskRatio() : config.maskRatio();
        return (int) (config.patchTokens() * (1 - ratio));
    }

    private long encoderMacs(int bands, int kept) {
        long d = config.width();
        long t = 1 + kept;
        // every patch is embedded, also those that are then masked
        long macs = config.patchTokens() * pixels() * bands * d;
        for (int i = 0; i < config.depth(); i++) {
            macs += attentionMacs(t, d);
            macs +=
                    config.hasSoftMoe(i)
                            ? 3 * t * slots() * d
                                    + 2 * slots() * d * config.softMoe().expertHidden()
                            : 2 * t * d * config.mlpHidden();
        }
        return macs;
    }

    private long decoderMacs(long tokensIn, int bands) {
        long w = config.decoderWidth();
        long t = tokens();
        long block = attentionMacs(t, w) + 2 * t * w * DECODER_MLP_RATIO * w;
        return tokensIn * config.width() * w
                + config.decoderDepth() * block
                + t * w * pixels() * bands;
    }

    private static long attentionMacs(long t, long d) {
        return 4 * t * d * d + 2 * t * t * d;
    }

    /** Attention with its biases, and the two norms of the block. */
    private static long attentionParameters(long d) {
        return 4 * d * d + 4 * d + 4 * d;
    }

    private long mlpParameters(int block) {
        long d = config.width();
        if (!config.hasSoftMoe(block)) {
            return denseParameters(d, config.mlpHidden());
        }
        var moe = config.softMoe();
        long scale = 1;
        return moe.experts() * denseParameters(d, moe.expertHidden()) + d * slots() + scale;
    }

    private static long denseParameters(long d, long hidden) {
        return 2 * d * hidden + hidden + d;
    }

    private long slots() {
        return (long) config.softMoe().experts() * config.softMoe().slotsPerExpert();
    }

    /** P². */
    private long pixels() {
        return (long) config.patchSize() * config.patchSize();
    }

    private boolean isCommonDecoder() {
        return config.decoder().equals("common");
    }
}
