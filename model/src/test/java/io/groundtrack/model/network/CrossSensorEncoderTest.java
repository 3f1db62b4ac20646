package io.groundtrack.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.Preset;
import io.groundtrack.model.checkpoint.StoredWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossSensorEncoderTest {
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
                "csmoe-sesd",
                "csmoe-sesd-shared-only",
                "csmoe-cecd"
            })
    void matchesReferenceNumbers(String name) {
        GoldenFolder golden = GoldenFolder.open(name);
        ModelConfig config = ModelConfig.read("config.json", golden.config());
        try (NDManager manager = NDManager.newBaseManager();
                var weights = golden.weights()) {
            var encoder = new CrossSensorEncoder(config, 2, S2_BANDS);
            Weights.checkPositions(encoder, name, new StoredWeights(name, weights));
            Weights.load(encoder, config, new StoredWeights(name, weights), manager);
            NDArray input = golden.array(manager, "input");
            // the official stacking: ten bands of Sentinel-2, then two of Sentinel-1
            NDArray s2 = input.get(":, :" + S2_BANDS);
            NDArray s1 = input.get(":, " + S2_BANDS + ":");

            NDList out =
                    encoder.forward(new ParameterStore(manager, false), new NDList(s1, s2), false);

            golden.assertEqual(out.get(0), "tokens_s1", 2e-5);
            golden.assertEqual(out.get(1), "tokens_s2", 2e-5);
            golden.assertEqual(out.get(2), "features_s1", 2e-5);
            golden.assertEqual(out.get(3), "features_s2", 2e-5);
        }
    }

    /** 158,016,000: trainable weights of the dense encoder of base size, worked out by hand. */
    @Test
    void denseBaseHasTheParametersOfTheFormula() {
        var encoder = new CrossSensorEncoder(Preset.BASE.csmae(), 2, S2_BANDS);

        assertThat(Weights.count(encoder)).isEqualTo(158_016_000);
        assertThat(Weights.count(encoder)).isEqualTo(countByFormula(Preset.BASE.csmae()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"csmoe-nano", "csmae-nano", "csmoe-tiny", "csmoe-base", "csmae-large"})
    void presetsHaveTheParametersOfTheFormula(String name) {
        ModelConfig config = Preset.named(name).orElseThrow();

        assertThat(Weights.count(new CrossSensorEncoder(config, 2, S2_BANDS)))
                .isEqualTo(countByFormula(config));
    }

    private static long countByFormula(ModelConfig config) {
        long d = config.width();
        long count = 0;
        for (int sensorBands : new int[] {2, S2_BANDS}) {
            // patch embedding and class token
            count += d * sensorBands * config.patchSize() * config.patchSize() + d + d;
        }
        for (int i = 0; i < config.depth(); i++) {
            long block = 4 * d * d + 4 * d + 4 * d; // attention, two norms
            var moe = config.softMoe();
            long h = config.hasSoftMoe(i) ? moe.expertHidden() : config.mlpHidden();
            long mlp = 2 * d * h + h + d;
            block +=
                    config.hasSoftMoe(i)
                            ? moe.experts() * mlp + d * moe.experts() * moe.slotsPerExpert() + 1
                            : mlp;
            count += i < config.specificDepth() ? 2 * block : block;
        }
        return count + (config.specificDepth() > 0 ? 4 * d : 0) + 4 * d;
    }
}
