package io.groundtrack.model.script;

import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.network.PositionCode;
import io.groundtrack.model.script.WeightPlan.Form;
import io.groundtrack.model.script.WeightPlan.Place;
import io.groundtrack.model.sketch.Sketch;
import io.groundtrack.model.sketch.Sketches;
import java.util.Arrays;

/**
 * Writes the encoder of one configuration as TorchScript.
 *
 * <p>Methods of the script: {@code s1(squares)} and {@code s2(squares)}: (B, N, C·P·P) → features
 * (B, D), tokens (B, N, D), sketches (B, N, K) in whole numbers; {@code pair(squares1, squares2)}:
 * the three of both sensors, whose tokens pass the shared blocks as one batch; {@code reserve(n)}
 * and {@code put(at, tensor, form)}: its weights.
 *
 * <p>What the methods of one block compute is in {@link ScriptMethods}; here are the weights they
 * read, and their order.
 */
final class EncoderScript {
    /** The layout for many rows is the faster one for few, too: by half for an expert's w2. */
    private static final int PACKED_FOR_ROWS = 512;

    private final ModelConfig config;
    private final Kernels kernels;
    private final Precision precision;
    private final WeightPlan plan = new WeightPlan();
    private final StringBuilder text = new StringBuilder();

    /**
     * @param chunk patches in a chunk
     */
    EncoderScript(
            ModelConfig config,
            int s1Bands,
            int s2Bands,
            Sketches sketches,
            Kernels kernels,
            Precision precision,
            int chunk) {
        this.config = config;
        this.kernels = kernels;
        this.precision = precision;
        weightMethods();
        text.append(new ScriptMethods(config, kernels, precision, chunk).text());
        path("path1", "patch_embed", "cls_token", "blocks_s1", "norm_s1", s1Bands);
        path("path2", "patch_embed_s2", "cls_token_s2", "blocks_s2", "norm_s2", s2Bands);
        shared();
        entries(end(sketches.s1()), end(sketches.s2()));
    }

    String text() {
        return text.toString();
    }

    WeightPlan plan() {
        return plan;
    }

    private int width() {
        return config.width();
    }

    private Form matrix() {
        return kernels == Kernels.PACKED ? Form.PACKED : Form.LOW;
    }

    private void linear(String name, int at, long out, long in) {
        plan.put(name + ".weight", matrix(), at, out, in);
        plan.put(name + ".bias", Form.LOW, at + 1, out);
    }

    private void norm(String name, int at) {
        plan.keep(name + ".weight", at, width());
        plan.keep(name + ".bias", at + 1, width());
    }

    /** Brings one sensor's pixels to the shared blocks. */
    private void path(
            String method,
            String embedding,
            String classToken,
            String blocks,
            String norm,
            int bands) {
        int at = plan.reserve(4);
        int side = config.patchSize();
        long[] kernel = {width(), bands, side, side};
        long[] matrix = {width(), (long) bands * side * side};
        String projection = "backbone." + embedding + ".proj";
        plan.put(
                source -> source.values(projection + ".weight", kernel),
                new Place(at, matrix(), 0, matrix));
        plan.put(projection + ".bias", Form.LOW, at + 1, width());
        plan.keep("backbone." + classToken, at + 2, 1, 1, width());
        float[] table = PositionCode.table(config.gridSize(), width());
        plan.put(
                source -> Arrays.copyOfRange(table, width(), table.length),
                new Place(at + 3, Form.KEEP, 0, new long[] {config.patchTokens(), width()}));
        add(
                """
                  def %s(self: __torch__.Encoder, squares: Tensor) -> List[Tensor]:
                    xs = (self).embed(squares, %d, )
                """,
                method, at);
        for (int i = 0; i < config.specificDepth(); i++) {
            block("backbone." + blocks + "." + i, i);
        }
        if (config.specificDepth() > 0) {
            int normAt = plan.reserve(2);
            norm("backbone." + norm, normAt);
            call("norm", normAt);
        }
        add("    return xs\n");
    }

    private void shared() {
        add("  def shared(self: __torch__.Encoder, xs: List[Tensor]) -> List[Tensor]:\n");
        for (int i = 0; i < config.sharedDepth(); i++) {
            block("backbone.blocks." + i, config.specificDepth() + i);
        }
        add("    return xs\n");
    }

    private void call(String method, int at) {
        add("    xs = (self).%s(xs, %d, )\n", method, at);
    }

    private void block(String name, int index) {
        int attention = plan.reserve(6);
        norm(name + ".norm1", attention);
        linear(name + ".attn.qkv", attention + 2, 3L * width(), width());
        linear(name + ".attn.proj", attention + 4, width(), width());
        int norm2 = plan.reserve(2);
        norm(name + ".norm2", norm2);
        if (config.hasSoftMoe(index)) {
            experts(name + ".mlp");
            call("soft_moe_block", attention);
            return;
        }
        int mlp = plan.reserve(4);
        linear(name + ".mlp.fc1", mlp, config.mlpHidden(), width());
        linear(name + ".mlp.fc2", mlp + 2, width(), config.mlpHidden());
        call("dense_block", attention);
    }

    private void experts(String name) {
        var moe = config.softMoe();
        int count = moe.experts();
        int slots = count * moe.slotsPerExpert();
        int hidden = moe.expertHidden();
        int directions = plan.reserve(1);
        plan.put(
                source ->
                        Directions.of(
                                source.values(
                                        name + ".phi",
                                        new long[] {width(), count, moe.slotsPerExpert()}),
                                source.values(name + ".scale", new long[0])[0],
                                slots),
                new Place(directions, Form.KEEP, 0, new long[] {slots, width()}));
        int at = plan.reserve(kernels == Kernels.PACKED ? 4 * count : 4);
        expertLayer(name + ".w1", name + ".b1", at, width(), hidden);
        expertLayer(name + ".w2", name + ".b2", at + 2, hidden, width());
    }

    private void expertLayer(String matrix, String bias, int at, int in, int out) {
        int count = config.softMoe().experts();
        long[] matrixShape = {count, in, out};
        long[] biasShape = {count, out};
        if (kernels == Kernels.PACKED) {
            var matrices = new Place[count];
            var biases = new Place[count];
            for (int e = 0; e < count; e++) {
                matrices[e] = new Place(at + 4 * e, Form.PACKED_TURNED, e, new long[] {in, out});
                biases[e] = new Place(at + 4 * e + 1, Form.LOW, e, new long[] {out});
            }
            plan.put(source -> source.values(matrix, matrixShape), matrices);
            plan.put(source -> source.values(bias, biasShape), biases);
        } else {
            plan.put(matrix, Form.LOW, at, matrixShape);
            plan.put(
                    source -> source.values(bias, biasShape),
                    new Place(at + 1, Form.LOW, 0, new long[] {count, 1, out}));
        }
    }

    /** Index of what the last step of one sensor needs. */
    private int end(Sketch sketch) {
        int at = plan.reserve(7);
        norm("backbone.norm", at);
        norm("backbone.fc_norm", at + 2);
        int size = sketch.size();
        plan.put(
                source -> sketch.mean().values(),
                new Place(at + 4, Form.KEEP, 0, new long[] {config.patchTokens(), width()}));
        plan.put(
                source -> sketch.projection().values(),
                new Place(at + 5, Form.KEEP, 0, new long[] {size, width()}));
        plan.put(
                source -> sketch.scale().values(),
                new Place(at + 6, Form.KEEP, 0, new long[] {size}));
        return at;
    }

    private void add(String method, Object... values) {
        text.append(method.formatted(values));
    }

    private void weightMethods() {
        add(
                """
                  def reserve(self: __torch__.Encoder, n: int) -> NoneType:
                    w = self.w
                    for i in range(n):
                      _0 = torch.append(w, torch.zeros([1]))
                    return None
                  def put(self: __torch__.Encoder, at: int, x: Tensor, form: int) -> NoneType:
                    w = self.w
                    if torch.eq(form, %d):
                      y = torch.clone(x)
                    else:
                      y = %s
                    if torch.ge(form, %d):
                """,
                Form.KEEP.ordinal(),
                precision == Precision.FP32 ? "torch.clone(x)" : precision.low("x"),
                Form.PACKED.ordinal());
        if (kernels == Kernels.PACKED) {
            add(
                    """
                          if torch.eq(form, %d):
                            z = torch.contiguous(torch.t(y))
                          else:
                            z = y
                          _0 = torch._set_item(w, at, ops.mkldnn._reorder_linear_weight(z, %d))
                    """,
                    Form.PACKED_TURNED.ordinal(), PACKED_FOR_ROWS);
        } else {
            add("      ops.prim.RaiseException(\"not packed\")\n");
        }
        add(
                """
                    else:
                      _1 = torch._set_item(w, at, y)
                    return None
                """);
    }

    private void entries(int end1, int end2) {
        add(
                """
                  def s1(self: __torch__.Encoder, squares: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
                    return (self).end((self).shared((self).path1(squares, ), ), %1$d, )
                  def s2(self: __torch__.Encoder, squares: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
                    return (self).end((self).shared((self).path2(squares, ), ), %2$d, )
                  def pair(self: __torch__.Encoder, squares1: Tensor, squares2: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
                    xs1 = (self).path1(squares1, )
                    n = torch.len(xs1)
                    xs = (self).shared(torch.add(xs1, (self).path2(squares2, )), )
                    f1, t1, k1, = (self).end(torch.slice(xs, 0, n), %1$d, )
                    f2, t2, k2, = (self).end(torch.slice(xs, n), %2$d, )
                    return (f1, t1, k1, f2, t2, k2)
                """,
                end1, end2);
    }
}
