package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

/**
 * Soft mixture of experts: every slot reads a weighted mean of all tokens, every token gets a
 * weighted mean of all slots' outputs: (B, T, D) → (B, T, D).
 *
 * <p>E experts with p slots each, S = E·p. Each sample is routed by itself; no token is dropped and
 * nothing is drawn. What is dispatched are the tokens as they come in, not the normalised ones that
 * the logits are made of.
 *
 * <p>Weights: {@code phi} (D, E, p), {@code scale} (), experts {@code w1} (E, D, h), {@code b1} (E,
 * h), {@code w2} (E, h, D), {@code b2} (E, D).
 *
 * <p>Source: Puigcerver et al., From Sparse to Soft Mixtures of Experts, arXiv 2308.00951, §2.1 and
 * §2.3 (normalisation).
 */
public final class SoftMoe extends TokenBlock {
    /** Inside the root: an all-zero token then keeps a finite gradient. */
    private static final float EPS = 1e-6f;

    private final int width;
    private final int experts;
    private final int slotsPerExpert;
    private final int hidden;
    private final Parameter phi;
    private final Parameter scale;
    private final Parameter w1;
    private final Parameter b1;
    private final Parameter w2;
    private final Parameter b2;

    public SoftMoe(int width, int experts, int slotsPerExpert, int hidden) {
        this.width = width;
        this.experts = experts;
        this.slotsPerExpert = slotsPerExpert;
        this.hidden = hidden;
        phi = weight("phi", width, experts, slotsPerExpert);
        scale = weight("scale");
        w1 = weight("w1", experts, width, hidden);
        b1 = weight("b1", experts, hidden);
        w2 = weight("w2", experts, hidden, width);
        b2 = weight("b2", experts, width);
    }

    @Override
    public NDArray apply(ForwardPass pass, NDArray x) {
        NDArray logits = logits(pass, x); // (B, T, S)
        NDArray slotInputs = dispatch(logits).transpose(0, 2, 1).matMul(x); // (B, S, D)
        NDArray combine = combine(logits); // (B, T, S)
        pass.routing().observe(combine);
        return combine.matMul(applyExperts(pass, slotInputs)); // (B, T, D)
    }

    /** Scaled cosine of every token with every slot: (B, T, D) → (B, T, S). */
    public NDArray logits(ForwardPass pass, NDArray x) {
        NDArray slots = pass.weightView(phi, x, width, (long) experts * slotsPerExpert); // (D, S)
        NDArray directions = unit(slots, 0).mul(pass.weight(scale, x));
        return unit(x, -1).matMul(directions);
    }

    /** Share of each token in each slot; sums to one over tokens. */
    public NDArray dispatch(NDArray logits) {
        return logits.softmax(1);
    }

    /** Share of each slot in each token; sums to one over the slots of all experts together. */
    public NDArray combine(NDArray logits) {
        return logits.softmax(2);
    }

    /** Each expert's MLP on its own slots, all experts in one batched product: (B, S, D) → same. */
    public NDArray applyExperts(ForwardPass pass, NDArray slotInputs) {
        long batch = slotInputs.getShape().get(0);
        NDArray byExpert =
                slotInputs
                        .reshape(batch, experts, slotsPerExpert, width)
                        .transpose(1, 0, 2, 3)
                        .reshape(experts, batch * slotsPerExpert, width); // (E, B·p, D)
        NDArray bias1 = pass.weightView(b1, slotInputs, experts, 1, hidden);
        NDArray bias2 = pass.weightView(b2, slotInputs, experts, 1, width);
        NDArray inner = byExpert.matMul(pass.weight(w1, slotInputs)).add(bias1); // (E, B·p, h)
        return inner.getNDArrayInternal()
                .gelu()
                .matMul(pass.weight(w2, slotInputs))
                .add(bias2) // (E, B·p, D)
                .reshape(experts, batch, slotsPerExpert, width)
                .transpose(1, 0, 2, 3)
                .reshape(batch, (long) experts * slotsPerExpert, width);
    }

    private static NDArray unit(NDArray vectors, int axis) {
        NDArray squares = vectors.square().sum(new int[] {axis}, true);
        return vectors.div(squares.add(EPS).sqrt());
    }
}
