package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.groundtrack.model.checkpoint.ModelConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The encoder of CSMAE, and of CSMoE where Soft MoE takes the place of the blocks' MLPs.
 *
 * <p>Standardised pixels of one sensor (B, C, H, W) → tokens (B, T, D), T = 1 + N with the class
 * token first → features (B, D). Sentinel-1 and Sentinel-2 have their own patch embedding, class
 * token and specific blocks, and pass the same shared blocks one after the other: no token of one
 * sensor ever attends to one of the other.
 *
 * <p>As a DJL block: (pixels S1, pixels S2) → (tokens S1, tokens S2, features S1, features S2).
 *
 * <p>Source: Hackstein et al., Exploring Masked Autoencoders for Sensor-Agnostic Image Retrieval in
 * Remote Sensing (CSMAE), variants SESD to CECD; Hackel et al., CSMoE, arXiv 2509.14104 (abstract).
 */
public final class CrossSensorEncoder extends AbstractBlock {
    static final NDIndex WITHOUT_CLASS_TOKEN = new NDIndex(":, 1:");

    /** What one sensor has for itself. The norm is null where there are no specific blocks. */
    private record SensorPath(
            PatchEmbedding embedding,
            Parameter classToken,
            List<PreNormBlock> specificBlocks,
            LayerNorm norm) {}

    private final ModelConfig config;
    private final SensorPath s1;
    private final SensorPath s2;
    private final Parameter positions;
    private final List<PreNormBlock> sharedBlocks = new ArrayList<>();
    private final LayerNorm norm;
    private final LayerNorm featureNorm;

    public CrossSensorEncoder(ModelConfig config, int s1Bands, int s2Bands) {
        this.config = config;
        s1 = path("patch_embed", "cls_token", "blocks_s1", "norm_s1", s1Bands);
        s2 = path("patch_embed_s2", "cls_token_s2", "blocks_s2", "norm_s2", s2Bands);
        positions =
                addParameter(
                        Parameter.builder()
                                .setName("pos_embed")
                                .setType(Parameter.Type.OTHER)
                                .optShape(new Shape(1, 1L + config.patchTokens(), config.width()))
                                .optRequiresGrad(false)
                                .build());
        for (int i = 0; i < config.sharedDepth(); i++) {
            sharedBlocks.add(addChildBlock("blocks." + i, block(config.specificDepth() + i)));
        }
        norm = addChildBlock("norm", layerNorm());
        featureNorm = addChildBlock("fc_norm", layerNorm());
    }

    /** Standardised Sentinel-1 pixels (B, C1, H, W) → tokens (B, T, D). */
    public NDArray s1Tokens(ForwardPass pass, NDArray pixels) {
        return tokens(pass, s1, pixels);
    }

    /** Standardised Sentinel-2 pixels (B, C2, H, W) → tokens (B, T, D). */
    public NDArray s2Tokens(ForwardPass pass, NDArray pixels) {
        return tokens(pass, s2, pixels);
    }

    /** Pretraining: the tokens (B, 1 + K, D) that the mask keeps of Sentinel-1, in its order. */
    NDArray s1Tokens(ForwardPass pass, NDArray pixels, SensorMask mask) {
        return tokens(pass, s1, pixels, mask);
    }

    /** Pretraining: the tokens (B, 1 + K, D) that the mask keeps of Sentinel-2, in its order. */
    NDArray s2Tokens(ForwardPass pass, NDArray pixels, SensorMask mask) {
        return tokens(pass, s2, pixels, mask);
    }

    private NDArray tokens(ForwardPass pass, SensorPath path, NDArray pixels) {
        NDArray x = addClassToken(pass, path, path.embedding().apply(pass, pixels)); // (B, T, D)
        return encode(pass, path, x.add(pass.weight(positions, x)));
    }

    private NDArray tokens(ForwardPass pass, SensorPath path, NDArray pixels, SensorMask mask) {
        NDArray kept = path.embedding().apply(pass, pixels, mask); // (B, K, D)
        NDArray table = pass.weightView(positions, pixels, 1L + mask.tokens(), config.width());
        NDArray places = Rows.of(table, mask.keptPlaces(pixels.getManager())); // (B, 1 + K, D)
        return encode(pass, path, addClassToken(pass, path, kept).add(places));
    }

    private NDArray encode(ForwardPass pass, SensorPath path, NDArray tokens) {
        NDArray x = tokens;
        for (PreNormBlock block : path.specificBlocks()) {
            x = block.apply(pass, x);
        }
        if (path.norm() != null) {
            x = path.norm().apply(pass, x);
        }
        for (PreNormBlock block : sharedBlocks) {
            x = block.apply(pass, x);
        }
        return norm.apply(pass, x);
    }

    /** (B, K, D) → (B, 1 + K, D). */
    private NDArray addClassToken(ForwardPass pass, SensorPath path, NDArray x) {
        var one = new Shape(x.getShape().get(0), 1, config.width());
        NDArray classTokens =
                x.getManager()
                        .zeros(one, DataType.FLOAT32, x.getDevice())
                        .add(pass.weight(path.classToken(), x));
        return classTokens.concat(x, 1);
    }

    /** Tokens (B, T, D) → those of the patch's pixels (B, N, D). */
    public NDArray withoutClassToken(NDArray tokens) {
        return tokens.get(WITHOUT_CLASS_TOKEN);
    }

    /** Tokens (B, T, D) → features (B, D): the mean of the patch's tokens, normalised once more. */
    public NDArray features(ForwardPass pass, NDArray tokens) {
        return featureNorm.apply(pass, withoutClassToken(tokens).mean(new int[] {1}));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        var pass = new ForwardPass(store, training);
        NDArray s1Tokens = s1Tokens(pass, inputs.get(0));
        NDArray s2Tokens = s2Tokens(pass, inputs.get(1));
        return new NDList(s1Tokens, s2Tokens, features(pass, s1Tokens), features(pass, s2Tokens));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        var tokens = new Shape(inputShapes[0].get(0), 1L + config.patchTokens(), config.width());
        var features = new Shape(inputShapes[0].get(0), config.width());
        return new Shape[] {tokens, tokens, features, features};
    }

    private SensorPath path(
            String embedding, String classToken, String blocks, String normName, int bands) {
        var embed = new PatchEmbedding(bands, config.patchSize(), config.width());
        addChildBlock(embedding, embed);
        Parameter token = addParameter(TokenBlock.parameter(classToken, 1, 1, config.width()));
        var specific = new ArrayList<PreNormBlock>();
        for (int i = 0; i < config.specificDepth(); i++) {
            specific.add(addChildBlock(blocks + "." + i, block(i)));
        }
        LayerNorm after = specific.isEmpty() ? null : addChildBlock(normName, layerNorm());
        return new SensorPath(embed, token, specific, after);
    }

    private PreNormBlock block(int index) {
        var moe = config.softMoe();
        TokenBlock mlp =
                config.hasSoftMoe(index)
                        ? new SoftMoe(
                                config.width(),
                                moe.experts(),
                                moe.slotsPerExpert(),
                                moe.expertHidden())
                        : new DenseMlp(config.width(), config.mlpHidden());
        return new PreNormBlock(config.width(), config.heads(), LayerNorm.ENCODER_EPS, mlp);
    }

    private LayerNorm layerNorm() {
        return new LayerNorm(config.width(), LayerNorm.ENCODER_EPS);
    }
}
