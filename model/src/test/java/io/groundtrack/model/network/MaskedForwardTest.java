package io.groundtrack.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.Preset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedForwardTest {
    private static final ForwardPass TRAINING = new ForwardPass(null, true);
    private static final int BATCH = 3;

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray s1 = TinyNetwork.pixels(manager, BATCH, TinyNetwork.S1_BANDS, 1);
    private final NDArray s2 = TinyNetwork.pixels(manager, BATCH, TinyNetwork.S2_BANDS, 2);

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1, specific, random, disjoint, 0.5",
        "1, common, random, identical, 0.75",
        "0, specific, identical, disjoint, 0.5",
        "0, common, disjoint, disjoint, 0.3",
        "1, specific, disjoint, identical, 0.25"
    })
    void everyVariantPredictsEveryTokenAndReachesEveryWeight(
            int specificDepth,
            String decoder,
            String masking,
            String reconstruction,
            double maskRatio) {
        ModelConfig config =
                TinyNetwork.config(specificDepth, decoder, masking, reconstruction, maskRatio);
        MaskedAutoencoder model = TinyNetwork.network(config, manager);
        Weights.thaw(model);

        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            Reconstruction out =
                    model.reconstruct(TRAINING, s1, s2, TinyNetwork.masks(config, BATCH));
            collector.backward(out.losses().total());

            // P·P·C = 9 · 2 and 9 · 3
            assertThat(out.s1FromS1().getShape()).isEqualTo(new Shape(BATCH, 16, 18));
            assertThat(out.s1FromS2().getShape()).isEqualTo(new Shape(BATCH, 16, 18));
            assertThat(out.s2FromS2().getShape()).isEqualTo(new Shape(BATCH, 16, 27));
            assertThat(out.s2FromS1().getShape()).isEqualTo(new Shape(BATCH, 16, 27));
            assertThat(out.s1Features().getShape()).isEqualTo(new Shape(BATCH, 8));
            assertThat(out.losses().total().getFloat()).isFinite();
        }
        Weights.trainable(model)
                .forEach(
                        (name, weight) ->
                                assertThat(largest(weight.getArray().getGradient()))
                                        .as(name)
                                        .isPositive()
                                        .isFinite());
    }

    @Test
    void gradientReachesSlotsAndTheirScale() {
        ModelConfig config = TinyNetwork.config(1, "specific");
        MaskedAutoencoder model = TinyNetwork.network(config, manager);
        Weights.thaw(model);

        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(
                    model.reconstruct(TRAINING, s1, s2, TinyNetwork.masks(config, BATCH))
                            .losses()
                            .total());
        }

        Map<String, Parameter> weights = Weights.trainable(model);
        assertThat(weights.keySet()).filteredOn(n -> n.endsWith(".mlp.phi")).hasSize(2);
        for (String block : new String[] {"backbone.blocks.0", "backbone.blocks.1"}) {
            assertThat(largest(weights.get(block + ".mlp.phi").getArray().getGradient()))
                    .isPositive();
            assertThat(largest(weights.get(block + ".mlp.scale").getArray().getGradient()))
                    .isPositive();
        }
    }

    @Test
    void decodersStayDense() {
        MaskedAutoencoder model = new MaskedAutoencoder(Preset.NANO.csmoe(), 2, 10);

        assertThat(Weights.trainable(model).keySet())
                .filteredOn(name -> name.startsWith("decoder"))
                .noneMatch(name -> name.contains(".phi"))
                .anyMatch(name -> name.endsWith(".mlp.fc1.weight"));
    }

    @Test
    void tokensPutBackStandWhereTheyWereTaken() {
        ModelConfig config = TinyNetwork.config(1, "specific");
        var decoder = new Decoder(config);
        Weights.load(
                Weights.named("", decoder),
                (name, shape) -> {
                    var values = new float[(int) new Shape(shape).size()];
                    if (name.equals("decoder_embed.weight")) {
                        for (int i = 0; i < 8; i++) {
                            values[i * 8 + i] = 1; // (12, 8): the first eight are copied
                        }
                    }
                    if (name.equals("mask_token")) {
                        values[11] = 77;
                    }
                    return values;
                },
                manager);
        SensorMask mask = TinyNetwork.masks(config, BATCH).s1();
        // token of rank k of patch b says 100·b + its place; the class token says −1
        var kept = new float[BATCH * 9 * 8];
        for (int b = 0; b < BATCH; b++) {
            kept[b * 9 * 8] = -1;
            for (int rank = 0; rank < 8; rank++) {
                kept[(b * 9 + 1 + rank) * 8] = 100 * b + mask.shuffle()[b][rank];
            }
        }

        NDArray placed =
                decoder.putBack(
                        ForwardPass.INFERENCE, manager.create(kept, new Shape(BATCH, 9, 8)), mask);

        float[] found = placed.toFloatArray();
        for (int b = 0; b < BATCH; b++) {
            assertThat(found[b * 17 * 12]).isEqualTo(-1);
            for (int place = 0; place < 16; place++) {
                int at = (b * 17 + 1 + place) * 12;
                boolean removed = mask.removed()[b][place] == 1;
                assertThat(found[at]).isEqualTo(removed ? 0 : 100 * b + place);
                assertThat(found[at + 11]).isEqualTo(removed ? 77 : 0);
            }
        }
    }

    @Test
    void aPatchIsEncodedAlikeWhateverItsBatchMates() {
        ModelConfig config = TinyNetwork.config(1, "specific");
        MaskedAutoencoder model = TinyNetwork.network(config, manager);
        Masks masks = TinyNetwork.masks(config, BATCH);
        NDArray otherS1 = s1.get("0:1").concat(s1.get("1:").mul(-3));

        NDArray alone =
                model.reconstruct(ForwardPass.INFERENCE, s1, s2, masks).s2FromS1().get("0:1");
        NDArray among =
                model.reconstruct(ForwardPass.INFERENCE, otherS1, s2, masks).s2FromS1().get("0:1");

        assertThat(GoldenFolder.worst(among.toFloatArray(), alone.toFloatArray())).isLessThan(1e-6);
    }

    /** Across sensors the disjoint strategy asks for what the source did not see. */
    @Test
    void reconstructionStrategyDecidesWhichTokensCountAcrossSensors() {
        float[] disjoint = crossLosses("disjoint");
        float[] identical = crossLosses("identical");

        assertThat(disjoint[0]).isEqualTo(identical[0]);
        assertThat(disjoint[1]).isNotEqualTo(identical[1]);
    }

    private float[] crossLosses(String reconstruction) {
        ModelConfig config = TinyNetwork.config(1, "common", "random", reconstruction, 0.5);
        Losses losses =
                TinyNetwork.network(config, manager)
                        .reconstruct(
                                ForwardPass.INFERENCE, s1, s2, TinyNetwork.masks(config, BATCH))
                        .losses();
        return new float[] {losses.s1FromS1().getFloat(), losses.s2FromS1().getFloat()};
    }

    @Test
    void aStepLeavesNoNativeArrays() {
        ModelConfig config = TinyNetwork.config(1, "specific");
        MaskedAutoencoder model = TinyNetwork.network(config, manager);
        Weights.thaw(model);
        Masks masks = TinyNetwork.masks(config, BATCH);
        int before = manager.getManagedArrays().size();

        for (int step = 0; step < 3; step++) {
            try (NDManager batch = manager.newSubManager();
                    GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray x1 = TinyNetwork.pixels(batch, BATCH, TinyNetwork.S1_BANDS, step);
                NDArray x2 = TinyNetwork.pixels(batch, BATCH, TinyNetwork.S2_BANDS, step);
                collector.backward(model.reconstruct(TRAINING, x1, x2, masks).losses().total());
            }
        }

        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    @Test
    void pixelsOfAnotherSizeAreRefused() {
        ModelConfig config = TinyNetwork.config(1, "specific");
        MaskedAutoencoder model = TinyNetwork.network(config, manager);
        Masks masks = TinyNetwork.masks(config, BATCH);

        assertThatThrownBy(() -> model.reconstruct(TRAINING, s2, s2, masks))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pixels of S1: (3, 3, 12, 12)")
                .hasMessageContaining("expected: (3, 2, 12, 12)");
    }

    /** 210,629,772: what the authors' SESD network of base size has, worked out by hand. */
    @Test
    void denseBaseWithItsDecodersHasTheParametersOfTheFormula() {
        var model = new MaskedAutoencoder(Preset.BASE.csmae(), 2, 10);

        assertThat(Weights.count(model.encoder())).isEqualTo(158_016_000);
        assertThat(Weights.count(model)).isEqualTo(158_016_000 + 52_613_772);
    }

    private static float largest(NDArray array) {
        return array.abs().max().getFloat();
    }
}
