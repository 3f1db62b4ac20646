package io.groundtrack.model.check;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.groundtrack.model.checkpoint.JsonFields;
import io.groundtrack.model.checkpoint.Tensor;
import io.groundtrack.model.network.ForwardPass;
import io.groundtrack.model.network.SoftMoe;
import io.groundtrack.model.network.Weights;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One set of weights of a Soft MoE layer alone against the reference numbers. */
final class SoftMoeCheck {
    private static final String LOSS = "sum of squares of the output";

    private final SoftMoe layer;
    private final int width;
    private final int tokens;
    private final Reference reference;
    private final NDManager manager;

    SoftMoeCheck(JsonFields config, Reference reference, NDManager manager) {
        width = config.integer("width", 1, 16384);
        tokens = config.integer("tokens", 1, 1 << 20);
        layer =
                new SoftMoe(
                        width,
                        config.integer("experts", 1, 4096),
                        config.integer("slots_per_expert", 1, 4096),
                        config.integer("expert_hidden", 1, 1 << 20));
        config.choice("loss", List.of(LOSS));
        config.skip("expected");
        config.end();
        this.reference = reference;
        this.manager = manager;
    }

    List<Comparison> run(WeightFile file) {
        file.requireExactly(Weights.shapes(layer));
        Tensor input = reference.input("input", 3);
        if (input.shape()[1] != tokens || input.shape()[2] != width) {
            throw new IllegalArgumentException(
                    Reference.NUMBERS
                            + ": tensor input: shape "
                            + Arrays.toString(input.shape())
                            + " (expected: any number of ["
                            + tokens
                            + ", "
                            + width
                            + "], by config.json)");
        }
        Weights.load(layer, file.source(), manager);
        Map<String, Parameter> weights = Weights.trainable(layer);
        weights.values().forEach(parameter -> parameter.freeze(false));
        NDArray x = manager.create(FloatBuffer.wrap(input.values()), new Shape(input.shape()));
        x.setRequiresGradient(true);

        var out = new Comparisons(reference);
        var pass = new ForwardPass(null, true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray output = layer.apply(pass, x);
            collector.backward(output.square().sum());
            NDArray logits = layer.logits(pass, x);
            NDArray slotInputs = layer.dispatch(logits).transpose(0, 2, 1).matMul(x);
            out.tensor(OutputGroup.LAYER, "logits", logits);
            out.tensor(OutputGroup.LAYER, "dispatch", layer.dispatch(logits));
            out.tensor(OutputGroup.LAYER, "combine", layer.combine(logits));
            out.tensor(OutputGroup.LAYER, "slot_inputs", slotInputs);
            NDArray slotOutputs = layer.applyExperts(pass, slotInputs);
            out.tensor(OutputGroup.LAYER, "slot_outputs", slotOutputs);
            out.tensor(OutputGroup.LAYER, "output", output);
        }
        weights.forEach(
                (name, parameter) ->
                        out.gradient("grad/" + name, parameter.getArray().getGradient()));
        out.gradientByToken("grad/input", x.getGradient());
        return out.finish();
    }
}
