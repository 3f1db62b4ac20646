package io.groundtrack.model.script;

import io.groundtrack.model.checkpoint.ModelConfig;

/**
 * The methods that the paths of an {@link EncoderScript} call: embedding, attention, dense and Soft
 * MoE blocks, norms and the end, as TorchScript.
 *
 * <p>A batch runs in chunks, so that what a block computes stays in the processor's cache; experts
 * alone see the slots of the whole batch at once, for each has few and its weights are large. The
 * list {@code xs} holds the chunks of the residual stream, (c, T, D) each; {@code at} is the index
 * of a block's first weight in {@code w}.
 */
final class ScriptMethods {
    private static final String EPS = "1e-06";

    private final ModelConfig config;
    private final Kernels kernels;
    private final Precision precision;
    private final int chunk;
    private final StringBuilder text = new StringBuilder();

    /**
     * @param chunk patches in a chunk
     */
    ScriptMethods(ModelConfig config, Kernels kernels, Precision precision, int chunk) {
        this.config = config;
        this.kernels = kernels;
        this.precision = precision;
        this.chunk = chunk;
        embed();
        attend();
        dense();
        softMoe();
        normAndEnd();
    }

    String text() {
        return text.toString();
    }

    private int width() {
        return config.width();
    }

    private void add(String method, Object... values) {
        text.append(method.formatted(values));
    }

    private void embed() {
        add(
                """
                  def embed(self: __torch__.Encoder, squares: Tensor, at: int) -> List[Tensor]:
                    w = self.w
                    xs = annotate(List[Tensor], [])
                    parts = torch.split(squares, %d)
                    for i in range(torch.len(parts)):
                      rows = parts[i]
                      x = torch.add(%s, w[torch.add(at, 3)])
                      first = torch.expand(w[torch.add(at, 2)], [torch.size(x, 0), 1, %d])
                      _0 = torch.append(xs, torch.cat([first, x], 1))
                    return xs
                """,
                chunk, kernels.linear(precision.low("rows"), "at"), width());
    }

    private void attend() {
        int heads = config.heads();
        int headWidth = width() / heads;
        String mix =
                precision != Precision.FP32 && kernels == Kernels.PACKED
                        ? """
                            scores = torch.matmul(torch.mul(q, %s), torch.transpose(k, -2, -1))
                            mixed = torch.matmul(torch.softmax(scores, -1), v)
                        """
                                .formatted(1 / Math.sqrt(headWidth))
                        : "    mixed = torch.scaled_dot_product_attention(q, k, v)\n";
        add(
                """
                  def attend(self: __torch__.Encoder, x: Tensor, at: int) -> Tensor:
                    w = self.w
                    c, t, _0, = torch.size(x)
                    h = torch.layer_norm(x, [%1$d], w[at], w[torch.add(at, 1)], %2$s)
                    joint = torch.reshape(%3$s, [c, t, 3, %4$d, %5$d])
                    qkv = torch.permute(joint, [2, 0, 3, 1, 4])
                    q = torch.select(qkv, 0, 0)
                    k = torch.select(qkv, 0, 1)
                    v = torch.select(qkv, 0, 2)
                %6$s    rows = torch.reshape(torch.transpose(mixed, 1, 2), [c, t, %1$d])
                    return %7$s
                """,
                width(),
                EPS,
                kernels.linear(precision.low("h"), Kernels.after("at", 2)),
                heads,
                headWidth,
                mix,
                kernels.linearPlus("rows", Kernels.after("at", 4), "x", precision));
    }

    private void dense() {
        add(
                """
                  def dense_block(self: __torch__.Encoder, xs: List[Tensor], at: int) -> List[Tensor]:
                    w = self.w
                    out = annotate(List[Tensor], [])
                    for i in range(torch.len(xs)):
                      x = (self).attend(xs[i], at, )
                      h = torch.layer_norm(x, [%d], w[torch.add(at, 6)], w[torch.add(at, 7)], %s)
                      inner = %s
                      _0 = torch.append(out, %s)
                    return out
                """,
                width(),
                EPS,
                kernels.gelu(precision.low("h"), Kernels.after("at", 8)),
                kernels.linearPlus("inner", Kernels.after("at", 10), "x", precision));
    }

    private void softMoe() {
        var moe = config.softMoe();
        int experts = moe.experts();
        int each = moe.slotsPerExpert();
        String run =
                kernels == Kernels.PACKED
                        ? """
                            parts = annotate(List[Tensor], [])
                            for e in range(%d):
                              j = torch.add(torch.add(at, 9), torch.mul(e, 4))
                              inner = %s
                              _3 = torch.append(parts, %s)
                            ys = torch.stack(parts)
                        """
                                .formatted(
                                        experts,
                                        kernels.gelu("torch.select(byExpert, 0, e)", "j"),
                                        kernels.linear("inner", Kernels.after("j", 2)))
                        : """
                            inner = torch.gelu(torch.baddbmm(w[torch.add(at, 10)], byExpert, w[torch.add(at, 9)]))
                            ys = torch.baddbmm(w[torch.add(at, 12)], inner, w[torch.add(at, 11)])
                        """;
        add(
                """
                  def soft_moe_block(self: __torch__.Encoder, xs: List[Tensor], at: int) -> List[Tensor]:
                    w = self.w
                    n = torch.len(xs)
                    combine = annotate(List[Tensor], [])
                    slots = annotate(List[Tensor], [])
                    out = annotate(List[Tensor], [])
                    for i in range(n):
                      x = (self).attend(xs[i], at, )
                      h = torch.layer_norm(x, [%1$d], w[torch.add(at, 6)], w[torch.add(at, 7)], %2$s)
                      length = torch.linalg_vector_norm(h, 2, [-1], True)
                      inverse = torch.rsqrt(torch.add(torch.mul(length, length), 1e-06))
                      logits = torch.mul(torch.linear(h, w[torch.add(at, 8)]), inverse)
                      dispatch = torch.transpose(torch.softmax(logits, 1), 1, 2)
                      _0 = torch.append(out, x)
                      _1 = torch.append(combine, torch.softmax(logits, 2))
                      _2 = torch.append(slots, torch.bmm(dispatch, h))
                    bySample = torch.cat(slots)
                    b = torch.size(bySample, 0)
                    turned = torch.permute(torch.reshape(bySample, [b, %3$d, %4$d, %1$d]), [1, 0, 2, 3])
                    byExpert = %5$s
                %6$s    back = torch.permute(torch.reshape(ys, [%3$d, b, %4$d, %1$d]), [1, 0, 2, 3])
                    results = %7$s
                    start = 0
                    for i0 in range(n):
                      end = torch.add(start, torch.size(out[i0], 0))
                      part = torch.slice(results, 0, start, end)
                      _4 = torch._set_item(out, i0, torch.baddbmm(out[i0], combine[i0], part))
                      start = end
                    return out
                """,
                width(),
                EPS,
                experts,
                each,
                precision.low("torch.reshape(turned, [%d, -1, %d])".formatted(experts, width())),
                run,
                precision.high(
                        "torch.reshape(back, [b, %d, %d])".formatted(experts * each, width())));
    }

    private void normAndEnd() {
        add(
                """
                  def norm(self: __torch__.Encoder, xs: List[Tensor], at: int) -> List[Tensor]:
                    w = self.w
                    out = annotate(List[Tensor], [])
                    for i in range(torch.len(xs)):
                      _0 = torch.append(out, torch.layer_norm(xs[i], [%1$d], w[at], w[torch.add(at, 1)], %2$s))
                    return out
                  def end(self: __torch__.Encoder, xs: List[Tensor], at: int) -> Tuple[Tensor, Tensor, Tensor]:
                    w = self.w
                    features = annotate(List[Tensor], [])
                    tokens = annotate(List[Tensor], [])
                    sketches = annotate(List[Tensor], [])
                    for i in range(torch.len(xs)):
                      t = torch.layer_norm(torch.slice(xs[i], 1, 1), [%1$d], w[at], w[torch.add(at, 1)], %2$s)
                      mean = torch.mean(t, [1])
                      f = torch.layer_norm(mean, [%1$d], w[torch.add(at, 2)], w[torch.add(at, 3)], %2$s)
                      directions = torch.linear(torch.sub(t, w[torch.add(at, 4)]), w[torch.add(at, 5)])
                      steps = torch.round(torch.div(directions, w[torch.add(at, 6)]))
                      _0 = torch.append(features, f)
                      _1 = torch.append(tokens, t)
                      _2 = torch.append(sketches, torch.to(torch.clamp(steps, -127, 127), 1))
                    return (torch.cat(features), torch.cat(tokens), torch.cat(sketches))
                """,
                width(), EPS);
    }
}
