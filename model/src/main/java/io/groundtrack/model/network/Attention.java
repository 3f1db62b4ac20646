package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Multi-head self-attention of all tokens of a sample: (B, T, D) → (B, T, D).
 *
 * <p>One joint weight (3D, D) with rows q, k, v and biases; scores are divided by the root of the
 * head's width D/H. Source: Vaswani et al. 2017, as ViT uses it.
 */
final class Attention extends TokenBlock {
    private final int width;
    private final int heads;
    private final Linear qkv;
    private final Linear proj;

    Attention(int width, int heads) {
        this.width = width;
        this.heads = heads;
        qkv = addChildBlock("qkv", new Linear(width, 3 * width));
        proj = addChildBlock("proj", new Linear(width, width));
    }

    @Override
    public NDArray apply(ForwardPass pass, NDArray x) {
        long batch = x.getShape().get(0);
        long tokens = x.getShape().get(1);
        int headWidth = width / heads;
        NDArray joint =
                qkv.apply(pass, x) // (B, T, 3D)
                        .reshape(batch, tokens, 3, heads, headWidth)
                        .transpose(2, 0, 3, 1, 4); // (3, B, heads, T, D/heads)
        // cut in one operation: its gradient is put together in one, too
        NDList parts = joint.split(3);
        NDArray query = parts.get(0).squeeze(0);
        query = query.mul(Numbers.beside(query, 1 / Math.sqrt(headWidth)));
        NDArray key = parts.get(1).squeeze(0);
        NDArray value = parts.get(2).squeeze(0);
        NDArray scores = query.matMul(key.transpose(0, 1, 3, 2)); // (B, heads, T, T)
        NDArray mixed = scores.softmax(-1).matMul(value); // (B, heads, T, D/heads)
        return proj.apply(pass, mixed.transpose(0, 2, 1, 3).reshape(batch, tokens, width));
    }
}
