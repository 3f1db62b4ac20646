package io.groundtrack.model.check;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.groundtrack.model.checkpoint.DrawnWeights;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.SoftMoeConfig;
import io.groundtrack.model.checkpoint.SoftMoeConfig.Placement;
import io.groundtrack.model.checkpoint.Tensor;
import io.groundtrack.model.network.ForwardPass;
import io.groundtrack.model.network.Losses;
import io.groundtrack.model.network.MaskedAutoencoder;
import io.groundtrack.model.network.Masks;
import io.groundtrack.model.network.Reconstruction;
import io.groundtrack.model.network.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder laid out like the reference numbers, of sizes unlike theirs, filled by the network
 * itself: it proves nothing about the network, but lets the check be tested anywhere.
 */
final class TinyReference {
    static final int BATCH = 2;
    private static final int S1_BANDS = 2;
    private static final int S2_BANDS = 3;
    private static final ModelConfig CONFIG =
            new ModelConfig(
                    12,
                    4,
                    16,
                    2,
                    1,
                    2,
                    1.5,
                    "specific",
                    8,
                    1,
                    2,
                    "random",
                    "disjoint",
                    0.4,
                    false,
                    new SoftMoeConfig(Set.of(Placement.EVERY_SECOND), 3, 1, 10, 2));

    private TinyReference() {}

    static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, Tensor> numbers = inputs();
        var expected = new JsonObject();
        try (NDManager manager = NDManager.newBaseManager()) {
            var model = new MaskedAutoencoder(CONFIG, S1_BANDS, S2_BANDS);
            Weights.load(model, new DrawnWeights(11, 2), manager);
            var weights = new TreeMap<String, Tensor>();
            Weights.stored(model)
                    .forEach((name, weight) -> weights.put(name, tensor(weight.getArray())));
            write(folder, "weights.safetensors", weights);

            Tensor input = numbers.get("input");
            NDArray stacked = manager.create(input.values(), new Shape(input.shape()));
            NDArray s2 = stacked.get(":, :3");
            NDArray s1 = stacked.get(":, 3:");
            inference(model, s1, s2, numbers);
            Map<String, float[]> stepped = training(model, s1, s2, numbers, expected);
            var after = new MaskedAutoencoder(CONFIG, S1_BANDS, S2_BANDS);
            Weights.load(after, (name, shape) -> stepped.get(name), manager);
            Losses losses =
                    after.reconstruct(ForwardPass.INFERENCE, s1, s2, masks(numbers)).losses();
            expected.addProperty("loss_after_one_adamw_step", losses.total().getFloat());
            expected.addProperty("trainable_parameters", Weights.count(model));
        }
        write(folder, "numbers.safetensors", numbers);
        JsonObject config =
                JsonParser.parseString(new String(CONFIG.toJson(), StandardCharsets.UTF_8))
                        .getAsJsonObject();
        config.add("expected", expected);
        Files.writeString(folder.resolve("config.json"), config.toString());
    }

    private static Map<String, Tensor> inputs() {
        var numbers = new TreeMap<String, Tensor>();
        var random = new Random(7);
        numbers.put("input", drawn(random, BATCH, S2_BANDS + S1_BANDS, 12, 12));
        numbers.put("noise_s1", drawn(random, BATCH, 9));
        numbers.put("noise_s2", drawn(random, BATCH, 9));
        return numbers;
    }

    private static void inference(
            MaskedAutoencoder model, NDArray s1, NDArray s2, Map<String, Tensor> into) {
        var encoder = model.encoder();
        NDArray s1Tokens = encoder.s1Tokens(ForwardPass.INFERENCE, s1);
        NDArray s2Tokens = encoder.s2Tokens(ForwardPass.INFERENCE, s2);
        into.put("tokens_s1", tensor(s1Tokens));
        into.put("tokens_s2", tensor(s2Tokens));
        into.put("features_s1", tensor(encoder.features(ForwardPass.INFERENCE, s1Tokens)));
        into.put("features_s2", tensor(encoder.features(ForwardPass.INFERENCE, s2Tokens)));
    }

    private static Map<String, float[]> training(
            MaskedAutoencoder model,
            NDArray s1,
            NDArray s2,
            Map<String, Tensor> into,
            JsonObject expected) {
        Masks masks = masks(into);
        into.put("mask_s1", tensor(s1.getManager().create(masks.s1().removed())));
        into.put("mask_s2", tensor(s1.getManager().create(masks.s2().removed())));
        Weights.thaw(model);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            Reconstruction out = model.reconstruct(new ForwardPass(null, true), s1, s2, masks);
            collector.backward(out.losses().total());
            into.put("masked_features_s1", tensor(out.s1Features()));
            into.put("masked_features_s2", tensor(out.s2Features()));
            into.put("pred_s1_from_s1", tensor(out.s1FromS1()));
            into.put("pred_s1_from_s2", tensor(out.s1FromS2()));
            into.put("pred_s2_from_s1", tensor(out.s2FromS1()));
            into.put("pred_s2_from_s2", tensor(out.s2FromS2()));
            Losses losses = out.losses();
            expected.addProperty("loss", losses.total().getFloat());
            expected.addProperty("rec_s1_from_s1", losses.s1FromS1().getFloat());
            expected.addProperty("rec_s1_from_s2", losses.s1FromS2().getFloat());
            expected.addProperty("rec_s2_from_s1", losses.s2FromS1().getFloat());
            expected.addProperty("rec_s2_from_s2", losses.s2FromS2().getFloat());
            expected.addProperty("mim", losses.mim().getFloat());
        }
        var stepped = new TreeMap<String, float[]>();
        Weights.trainable(model)
                .forEach(
                        (name, weight) -> {
                            Tensor gradient = tensor(weight.getArray().getGradient());
                            into.put("grad/" + name, gradient);
                            float[] values = weight.getArray().toFloatArray();
                            stepped.put(name, AdamWStep.first(values, gradient.values()));
                        });
        return stepped;
    }

    private static Masks masks(Map<String, Tensor> numbers) {
        return Masks.of(CONFIG, rows(numbers.get("noise_s1")), rows(numbers.get("noise_s2")));
    }

    private static float[][] rows(Tensor noise) {
        var rows = new float[BATCH][9];
        for (int b = 0; b < BATCH; b++) {
            System.arraycopy(noise.values(), b * 9, rows[b], 0, 9);
        }
        return rows;
    }

    private static Tensor drawn(Random random, long... shape) {
        var values = new float[(int) new Shape(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new Tensor(shape, values);
    }

    private static Tensor tensor(NDArray array) {
        return new Tensor(array.getShape().getShape(), array.toFloatArray());
    }

    static void write(Path folder, String file, Map<String, Tensor> tensors) throws IOException {
        Files.write(folder.resolve(file), Safetensors.bytes(tensors));
    }
}
