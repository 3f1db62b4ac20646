package io.groundtrack.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.StoredWeights;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedAutoencoderTest {
    private static final int S2_BANDS = 10;

    /** Reference: the authors' CSMAE code with timm 0.9.2 and PyTorch 2.7.1. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "csmae-sesd",
                "csmae-secd",
                "csmae-cesd",
                "csmae-cecd",
                "csmae-sesd-small-norms",
                "csmae-sesd-norm-pix",
                "csmae-sesd-identical-masking",
                "csmae-sesd-identical-reconstruction",
                "csmae-sesd-disjoint-masking",
                "csmae-sesd-disjoint-masking-quarter",
                "csmoe-sesd",
                "csmoe-sesd-shared-only",
                "csmoe-cecd"
            })
    void matchesReferenceNumbers(String name) {
        GoldenFolder golden = GoldenFolder.open(name);
        ModelConfig config = ModelConfig.read("config.json", golden.config());
        JsonObject expected =
                JsonParser.parseString(new String(golden.config(), StandardCharsets.UTF_8))
                        .getAsJsonObject()
                        .getAsJsonObject("expected");
        try (NDManager manager = NDManager.newBaseManager();
                var weights = golden.weights()) {
            var model = new MaskedAutoencoder(config, 2, S2_BANDS);
            assertThat(weights.names()).isEqualTo(Weights.stored(model).keySet());
            Weights.checkPositions(model, name, new StoredWeights(name, weights));
            Weights.load(model, new StoredWeights(name, weights), manager);
            assertThat(Weights.count(model))
                    .isEqualTo(expected.get("trainable_parameters").getAsLong());
            Weights.thaw(model);
            Masks masks = Masks.of(config, golden.rows("noise_s1"), golden.rows("noise_s2"));
            golden.assertEqual(manager.create(masks.s1().removed()), "mask_s1", 1e-9);
            golden.assertEqual(manager.create(masks.s2().removed()), "mask_s2", 1e-9);
            NDArray input = golden.array(manager, "input");
            NDArray s2 = input.get(":, :" + S2_BANDS);
            NDArray s1 = input.get(":, " + S2_BANDS + ":");

            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                Reconstruction out =
                        model.reconstruct(new ForwardPass(null, true), s1, s2, masks);
                collector.backward(out.losses().total());

                golden.assertEqual(out.s1Features(), "masked_features_s1", 2e-5);
                golden.assertEqual(out.s2Features(), "masked_features_s2", 2e-5);
                golden.assertEqual(out.s1FromS1(), "pred_s1_from_s1", 2e-5);
                golden.assertEqual(out.s2FromS2(), "pred_s2_from_s2", 2e-5);
                golden.assertEqual(out.s1FromS2(), "pred_s1_from_s2", 2e-5);
                golden.assertEqual(out.s2FromS1(), "pred_s2_from_s1", 2e-5);
                Losses losses = out.losses();
                assertLoss(losses.total(), expected, "loss");
                assertLoss(losses.s1FromS1(), expected, "rec_s1_from_s1");
                assertLoss(losses.s2FromS2(), expected, "rec_s2_from_s2");
                assertLoss(losses.s1FromS2(), expected, "rec_s1_from_s2");
                assertLoss(losses.s2FromS1(), expected, "rec_s2_from_s1");
                assertLoss(losses.mim(), expected, "mim");
            }
            Weights.trainable(model)
                    .forEach(
                            (weight, parameter) ->
                                    golden.assertGradient(
                                            parameter.getArray().getGradient(),
                                            "grad/" + weight,
                                            1e-4));
        }
    }

    private static void assertLoss(NDArray found, JsonObject expected, String name) {
        double difference = Math.abs(found.getFloat() - expected.get(name).getAsDouble());
        assertThat(difference).as(name).isLessThan(1e-5);
    }
}
