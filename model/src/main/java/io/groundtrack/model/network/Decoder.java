package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.groundtrack.model.checkpoint.ModelConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * From the tokens that a sensor kept to the pixels of every token, of its own or the other sensor.
 *
 * <p>Kept tokens (B, 1 + K, D) → a narrower width → back to their places, one learned mask token
 * wherever none was kept, (B, 1 + N, Dd) → dense blocks → (B, N, P·P·C). A specific decoder has one
 * head; the common one has a head for each sensor and shares everything else.
 *
 * <p>Source: CSMAE; its decoder's norms have the usual eps 1e-5, its MLPs four times its width
 * whatever the encoder's have.
 */
final class Decoder extends TokenBlock {
    private static final float EPS = 1e-5f;
    private static final int MLP_RATIO = 4;

    private final int width;
    private final Linear embed;
    private final Parameter maskToken;
    private final Parameter positions;
    private final List<PreNormBlock> blocks = new ArrayList<>();
    private final LayerNorm norm;

    Decoder(ModelConfig config) {
        width = config.decoderWidth();
        embed = addChildBlock("decoder_embed", new Linear(config.width(), width));
        maskToken = weight("mask_token", 1, 1, width);
        positions =
                addParameter(
                        parameter(Weights.DECODER_POSITIONS, 1, 1L + config.patchTokens(), width));
        for (int i = 0; i < config.decoderDepth(); i++) {
            var mlp = new DenseMlp(width, MLP_RATIO * width);
            var block = new PreNormBlock(width, config.decoderHeads(), EPS, mlp);
            blocks.add(addChildBlock("decoder_blocks." + i, block));
        }
        norm = addChildBlock("decoder_norm", new LayerNorm(width, EPS));
    }

    /** A last layer of {@code values} = P·P·C outputs. */
    Linear addHead(String name, int values) {
        return addChildBlock(name, new Linear(width, values));
    }

    /**
     * @param kept (B, 1 + K, D), the source's tokens as the shared encoder leaves them
     * @param order tells which rank each place has; ranks from K on become mask tokens
     * @return (B, N, P·P·C)
     */
    NDArray predict(ForwardPass pass, NDArray kept, SensorMask order, Linear head) {
        NDArray decoded = apply(pass, putBack(pass, kept, order));
        return head.apply(pass, decoded.get(CrossSensorEncoder.WITHOUT_CLASS_TOKEN));
    }

    /** (B, 1 + K, D) → (B, 1 + N, Dd). */
    NDArray putBack(ForwardPass pass, NDArray kept, SensorMask order) {
        Shape shape = kept.getShape();
        NDArray table =
                embed.apply(pass, kept)
                        .reshape(shape.get(0) * shape.get(1), width)
                        .concat(pass.weightView(maskToken, kept, 1, width));
        var sourceKept = (int) shape.get(1) - 1;
        return Rows.of(table, order.restoreRows(kept.getManager(), sourceKept));
    }

    /** (B, 1 + N, Dd), all in their places → the same, decoded. */
    @Override
    public NDArray apply(ForwardPass pass, NDArray tokens) {
        NDArray x = tokens.add(pass.weight(positions, tokens));
        for (PreNormBlock block : blocks) {
            x = block.apply(pass, x);
        }
        return norm.apply(pass, x);
    }
}
