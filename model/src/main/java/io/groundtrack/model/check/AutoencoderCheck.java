package io.groundtrack.model.check;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.Tensor;
import io.groundtrack.model.network.CrossSensorEncoder;
import io.groundtrack.model.network.ForwardPass;
import io.groundtrack.model.network.Losses;
import io.groundtrack.model.network.MaskedAutoencoder;
import io.groundtrack.model.network.Masks;
import io.groundtrack.model.network.Reconstruction;
import io.groundtrack.model.network.Weights;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One set of weights of the whole network against the reference numbers. */
final class AutoencoderCheck {
    private static final ForwardPass TRAINING = new ForwardPass(null, true);

    private final ModelConfig config;
    private final Reference reference;
    private final NDManager manager;

    AutoencoderCheck(ModelConfig config, Reference reference, NDManager manager) {
        this.config = config;
        this.reference = reference;
        this.manager = manager;
    }

    List<Comparison> run(WeightFile file) {
        int s1Bands = bands(file, "backbone.patch_embed.proj.weight");
        int s2Bands = bands(file, "backbone.patch_embed_s2.proj.weight");
        var model = new MaskedAutoencoder(config, s1Bands, s2Bands);
        file.requireExactly(Weights.shapes(model));
        Weights.checkPositions(model, file.name(), file.source());
        Tensor input = reference.input("input", 4);
        checkInput(input.shape(), s1Bands + s2Bands);
        Masks masks = masks();

        var out = new Comparisons(reference);
        Weights.load(model, file.source(), manager);
        NDArray stacked =
                manager.create(FloatBuffer.wrap(input.values()), new Shape(input.shape()));
        // the official stacking: Sentinel-2 first
        NDArray s2 = stacked.get(new NDIndex(":, :" + s2Bands));
        NDArray s1 = stacked.get(new NDIndex(":, " + s2Bands + ":"));
        compareInference(out, model.encoder(), s1, s2);
        Map<String, float[]> stepped = compareTraining(out, model, s1, s2, masks);

        var after = new MaskedAutoencoder(config, s1Bands, s2Bands);
        Weights.load(after, (name, shape) -> stepped.get(name), manager);
        Losses losses = after.reconstruct(ForwardPass.INFERENCE, s1, s2, masks).losses();
        out.loss("loss_after_one_adamw_step", losses.total().getFloat());
        out.count("trainable_parameters", Weights.count(model));
        return out.finish();
    }

    private static void compareInference(
            Comparisons out, CrossSensorEncoder encoder, NDArray s1, NDArray s2) {
        NDArray s1Tokens = encoder.s1Tokens(ForwardPass.INFERENCE, s1);
        NDArray s2Tokens = encoder.s2Tokens(ForwardPass.INFERENCE, s2);
        NDArray s1Features = encoder.features(ForwardPass.INFERENCE, s1Tokens);
        NDArray s2Features = encoder.features(ForwardPass.INFERENCE, s2Tokens);
        out.tensor(OutputGroup.TOKENS, "tokens_s1", s1Tokens);
        out.tensor(OutputGroup.TOKENS, "tokens_s2", s2Tokens);
        out.tensor(OutputGroup.FEATURES, "features_s1", s1Features);
        out.tensor(OutputGroup.FEATURES, "features_s2", s2Features);
    }

    /** Returns the weights after one step. */
    private Map<String, float[]> compareTraining(
            Comparisons out, MaskedAutoencoder model, NDArray s1, NDArray s2, Masks masks) {
        Weights.thaw(model);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            Reconstruction made = model.reconstruct(TRAINING, s1, s2, masks);
            collector.backward(made.losses().total());
            out.tensor(OutputGroup.MASKED_FEATURES, "masked_features_s1", made.s1Features());
            out.tensor(OutputGroup.MASKED_FEATURES, "masked_features_s2", made.s2Features());
            out.mask("mask_s1", manager.create(masks.s1().removed()));
            out.mask("mask_s2", manager.create(masks.s2().removed()));
            out.tensor(OutputGroup.PREDICTIONS, "pred_s1_from_s1", made.s1FromS1());
            out.tensor(OutputGroup.PREDICTIONS, "pred_s1_from_s2", made.s1FromS2());
            out.tensor(OutputGroup.PREDICTIONS, "pred_s2_from_s1", made.s2FromS1());
            out.tensor(OutputGroup.PREDICTIONS, "pred_s2_from_s2", made.s2FromS2());
            Losses losses = made.losses();
            out.loss("loss", losses.total().getFloat());
            out.loss("rec_s1_from_s1", losses.s1FromS1().getFloat());
            out.loss("rec_s1_from_s2", losses.s1FromS2().getFloat());
            out.loss("rec_s2_from_s1", losses.s2FromS1().getFloat());
            out.loss("rec_s2_from_s2", losses.s2FromS2().getFloat());
            out.loss("mim", losses.mim().getFloat());
        }
        var stepped = new HashMap<String, float[]>();
        for (Map.Entry<String, Parameter> weight : Weights.trainable(model).entrySet()) {
            NDArray array = weight.getValue().getArray();
            NDArray gradient = array.getGradient();
            out.gradient("grad/" + weight.getKey(), gradient);
            float[] values = array.toFloatArray();
            stepped.put(weight.getKey(), AdamWStep.first(values, gradient.toFloatArray()));
        }
        return stepped;
    }

    private Masks masks() {
        float[][] s2Noise = reference.rows("noise_s2");
        if (!reference.has("noise_s1") || Masks.needsS2Noise(config) && s2Noise == null) {
            String name = reference.has("noise_s1") ? "noise_s2" : "noise_s1";
            throw new IllegalArgumentException(
                    Reference.NUMBERS + ": tensor " + name + ": missing");
        }
        return Masks.of(config, reference.rows("noise_s1"), s2Noise);
    }

    private static int bands(WeightFile file, String name) {
        if (!file.tensors().has(name)) {
            throw new IllegalArgumentException(file.name() + ": tensor " + name + ": missing");
        }
        long[] shape = file.tensors().shape(name);
        if (shape.length != 4 || shape[1] < 1 || shape[1] > 1024) {
            throw new IllegalArgumentException(
                    file.name()
                            + ": tensor "
                            + name
                            + ": shape "
                            + Arrays.toString(shape)
                            + " (expected: width, 1 to 1024 bands, rows, columns)");
        }
        return (int) shape[1];
    }

    private void checkInput(long[] shape, int bands) {
        int size = config.imageSize();
        if (shape[1] != bands || shape[2] != size || shape[3] != size) {
            throw new IllegalArgumentException(
                    Reference.NUMBERS
                            + ": tensor input: shape "
                            + Arrays.toString(shape)
                            + " (expected: any number of ["
                            + bands
                            + ", "
                            + size
                            + ", "
                            + size
                            + "], by the weights' bands and config.json)");
        }
    }
}
