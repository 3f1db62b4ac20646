package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Transformer block, norm first: x + Attn(LN x), then x + Mlp(LN x); (B, T, D) → (B, T, D).
 *
 * <p>The MLP is dense or a {@link SoftMoe}. What is computed on the way is freed when the block
 * ends, so a deep network needs the memory of one block; in training the engine's graph holds what
 * the gradient needs.
 */
final class PreNormBlock extends TokenBlock {
    private final LayerNorm norm1;
    private final Attention attention;
    private final LayerNorm norm2;
    private final TokenBlock mlp;

    PreNormBlock(int width, int heads, float eps, TokenBlock mlp) {
        norm1 = addChildBlock("norm1", new LayerNorm(width, eps));
        attention = addChildBlock("attn", new Attention(width, heads));
        norm2 = addChildBlock("norm2", new LayerNorm(width, eps));
        this.mlp = addChildBlock("mlp", mlp);
    }

    @Override
    public NDArray apply(ForwardPass pass, NDArray x) {
        NDManager outer = x.getManager();
        try (NDManager inner = outer.newSubManager()) {
            x.tempAttach(inner);
            NDArray attended = x.add(attention.apply(pass, norm1.apply(pass, x)));
            NDArray result = attended.add(mlp.apply(pass, norm2.apply(pass, attended)));
            result.attach(outer);
            return result;
        }
    }
}
