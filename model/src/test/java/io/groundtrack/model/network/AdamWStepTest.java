package io.groundtrack.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.google.gson.JsonParser;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.StoredWeights;
import io.groundtrack.model.optimiser.AdamW;
import io.groundtrack.model.optimiser.AdamWOptions;
import io.groundtrack.model.optimiser.Decay;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdamWStepTest {
    /** Reference: PyTorch's AdamW, learning rate 1e-3, decay of every weight. */
    @ParameterizedTest
    @ValueSource(strings = {"csmae-sesd", "csmae-cecd", "csmae-sesd-norm-pix", "csmoe-sesd"})
    void lossAfterOneStepMatchesTheReference(String name) {
        GoldenFolder golden = GoldenFolder.open(name);
        ModelConfig config = ModelConfig.read("config.json", golden.config());
        double expected =
                JsonParser.parseString(new String(golden.config(), StandardCharsets.UTF_8))
                        .getAsJsonObject()
                        .getAsJsonObject("expected")
                        .get("loss_after_one_adamw_step")
                        .getAsDouble();
        try (NDManager manager = NDManager.newBaseManager();
                var weights = golden.weights()) {
            var model = new MaskedAutoencoder(config, 2, 10);
            Weights.load(model, new StoredWeights(name, weights), manager);
            Weights.thaw(model);
            Masks masks = Masks.of(config, golden.rows("noise_s1"), golden.rows("noise_s2"));
            NDArray input = golden.array(manager, "input");
            NDArray s2 = input.get(":, :10");
            NDArray s1 = input.get(":, 10:");
            var optimiser =
                    new AdamW(manager, Weights.trainable(model), AdamWOptions.csmae(Decay.ALL));
            var pass = new ForwardPass(null, true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(model.reconstruct(pass, s1, s2, masks).losses().total());
            }
            optimiser.step(1e-3, 1);
            double after = model.reconstruct(pass, s1, s2, masks).losses().total().getFloat();
            assertThat(after).isCloseTo(expected, within(1e-5 * Math.max(1, expected)));
        }
    }
}
