package io.groundtrack.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.groundtrack.model.checkpoint.DrawnWeights;
import io.groundtrack.model.checkpoint.StoredWeights;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SoftMoeTest {
    private static final ForwardPass PASS = ForwardPass.INFERENCE;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** Reference: a PyTorch statement of arXiv 2308.00951. */
    @Test
    void matchesReferenceNumbers() {
        GoldenFolder golden = GoldenFolder.open("soft-moe-layer");
        SoftMoe layer = layer(golden);
        NDArray x = golden.array(manager, "input");

        NDArray logits = layer.logits(PASS, x);
        NDArray slotInputs = layer.dispatch(logits).transpose(0, 2, 1).matMul(x);

        golden.assertEqual(logits, "logits", 1e-6);
        golden.assertEqual(layer.dispatch(logits), "dispatch", 1e-6);
        golden.assertEqual(layer.combine(logits), "combine", 1e-6);
        golden.assertEqual(slotInputs, "slot_inputs", 1e-6);
        golden.assertEqual(layer.applyExperts(PASS, slotInputs), "slot_outputs", 2e-5);
        golden.assertEqual(layer.apply(PASS, x), "output", 2e-5);
    }

    @Test
    void gradientsMatchReferenceNumbersEvenOfAZeroToken() {
        GoldenFolder golden = GoldenFolder.open("soft-moe-layer");
        SoftMoe layer = layer(golden);
        NDArray x = golden.array(manager, "input");
        x.setRequiresGradient(true);
        for (Parameter parameter : Weights.named("", layer).values()) {
            parameter.getArray().setRequiresGradient(true);
        }

        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(layer.apply(PASS, x).square().sum());
        }

        Weights.named("", layer)
                .forEach(
                        (name, parameter) ->
                                golden.assertGradient(
                                        parameter.getArray().getGradient(), "grad/" + name, 1e-4));
        assertTokenByToken(golden, x.getGradient());
    }

    /** Worked out with numpy in double precision from the definition; see the table's columns. */
    @Test
    void fourTokensByHand() {
        var layer = new SoftMoe(3, 2, 2, 1);
        Weights.load(Weights.named("", layer), new DrawnWeights(1, 2), manager);
        set(layer, "phi", new float[] {1, 0.5f, 0, 1, 0, -1, 2, 1, 1, 0, 1, -1});
        NDArray x =
                manager.create(
                        new float[] {1, 2, 0, 0, -1, 1, 2, 0, 2, -1, 1, 0.5f}, new Shape(1, 4, 3));

        NDArray logits = layer.logits(PASS, x);
        NDArray slotInputs = layer.dispatch(logits).transpose(0, 2, 1).matMul(x);
        // the experts of the table are 2x + 1 and −x, which no GELU gives
        NDArray outputs =
                slotInputs.get(":, :2").mul(2).add(1).concat(slotInputs.get(":, 2:").neg(), 1);

        assertClose(
                logits, 0.632456, -1.2, 1.6, 1.549193, 1, 1.264911, -0.632456, -1.632993, 2,
                0.632456, 0.632456, 0, -0.471405, -1.788854, 1.490712, -0.384900);
        assertClose(
                layer.dispatch(logits),
                .149221,
                .051107,
                .419507,
                .715068,
                .215503,
                .601148,
                .044998,
                .029672,
                .585797,
                .319381,
                .159419,
                .151894,
                .049480,
                .028363,
                .376076,
                .103367);
        assertClose(
                layer.combine(logits),
                .158916,
                .025430,
                .418185,
                .397469,
                .389010,
                .507003,
                .076032,
                .027955,
                .607977,
                .154871,
                .154871,
                .082281,
                .105568,
                .028273,
                .751052,
                .115107);
        assertClose(
                layer.combine(logits).matMul(outputs),
                0.106689,
                -0.884540,
                0.312989,
                2.502772,
                0.390872,
                3.213380,
                2.382197,
                0.473159,
                2.750862,
                0.062211,
                -0.916710,
                0.044027);
    }

    @Test
    void slotWeightsSumToOne() {
        SoftMoe layer = drawn(8, 3, 2, 16);
        NDArray logits = layer.logits(PASS, tokens(2, 5, 8));

        assertClose(layer.dispatch(logits).sum(new int[] {1}), ones(2 * 6));
        assertClose(layer.combine(logits).sum(new int[] {2}), ones(2 * 5));
    }

    @Test
    void tokensInAnotherOrderGiveTheSameOutputsInThatOrder() {
        SoftMoe layer = drawn(8, 3, 2, 16);
        NDArray x = tokens(1, 4, 8);
        NDArray reversed = x.flip(1);

        double worst =
                GoldenFolder.worst(
                        layer.apply(PASS, reversed).flip(1).toFloatArray(),
                        layer.apply(PASS, x).toFloatArray());

        assertThat(worst).isLessThan(1e-6);
    }

    @Test
    void equalExpertsDoNotCareHowSlotsAreSplitAmongThem() {
        SoftMoe wide = drawn(8, 2, 3, 16);
        SoftMoe narrow = drawn(8, 3, 2, 16);
        float[] slots = Weights.named("", wide).get("phi").getArray().toFloatArray();
        set(narrow, "phi", slots);
        for (String name : new String[] {"w1", "w2"}) {
            NDArray expert = Weights.named("", wide).get(name).getArray().get("0:1");
            set(wide, name, expert.repeat(0, 2).toFloatArray());
            set(narrow, name, expert.repeat(0, 3).toFloatArray());
        }
        NDArray x = tokens(2, 5, 8);

        double worst =
                GoldenFolder.worst(
                        wide.apply(PASS, x).toFloatArray(), narrow.apply(PASS, x).toFloatArray());

        assertThat(worst).isLessThan(1e-6);
    }

    private SoftMoe layer(GoldenFolder golden) {
        JsonObject sizes =
                JsonParser.parseString(new String(golden.config(), StandardCharsets.UTF_8))
                        .getAsJsonObject();
        var layer =
                new SoftMoe(
                        sizes.get("width").getAsInt(),
                        sizes.get("experts").getAsInt(),
                        sizes.get("slots_per_expert").getAsInt(),
                        sizes.get("expert_hidden").getAsInt());
        try (var file = golden.weights()) {
            Weights.load(Weights.named("", layer), new StoredWeights("weights", file), manager);
        }
        return layer;
    }

    private SoftMoe drawn(int width, int experts, int slots, int hidden) {
        var layer = new SoftMoe(width, experts, slots, hidden);
        Weights.load(Weights.named("", layer), new DrawnWeights(1, 1), manager);
        return layer;
    }

    private NDArray tokens(long... shape) {
        return manager.arange((float) new Shape(shape).size()).mul(0.7f).sin().reshape(shape);
    }

    private void set(SoftMoe layer, String name, float[] values) {
        Weights.fill(Weights.named("", layer).get(name), values, manager);
    }

    /** The zero token's gradient is far larger than the others': each is held by its own size. */
    private void assertTokenByToken(GoldenFolder golden, NDArray found) {
        NDArray expected = golden.array(manager, "grad/input");
        NDArray worst = found.sub(expected).abs().max(new int[] {2});
        NDArray largest = expected.abs().max(new int[] {2});
        assertThat(worst.div(largest).max().getFloat()).isLessThan(1e-4f);
    }

    private static double[] ones(int count) {
        var ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static void assertClose(NDArray found, double... expected) {
        var floats = new float[expected.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) expected[i];
        }
        assertThat(GoldenFolder.worst(found.toFloatArray(), floats)).isLessThan(2e-6);
    }
}
