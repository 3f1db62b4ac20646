package io.groundtrack.model.optimiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.model.TorchEngine;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdamWTest {
    private static final double RATE = 0.01;

    private final NDManager manager = TorchEngine.newManager(new ModelOptions(1, 0, "cpu"));
    private final Map<String, Parameter> weights = new TreeMap<>();

    @AfterEach
    void close() {
        manager.close();
    }

    /** Reckoned by hand in double, two steps with gradients 4 and −2 of a weight of 1. */
    @Test
    void stepsAreThoseOfTheFormula() {
        var optimiser = adamW(Decay.ALL, "x.weight", 1);
        double weight = 1;
        double first = 0;
        double second = 0;
        double[] gradients = {4, -2};
        for (int t = 1; t <= 2; t++) {
            double gradient = gradients[t - 1];
            backward("x.weight", (float) gradient);
            optimiser.step(RATE, 1);
            weight *= 1 - RATE * 0.05;
            first = 0.9 * first + 0.1 * gradient;
            second = 0.95 * second + 0.05 * gradient * gradient;
            double mean = first / (1 - Math.pow(0.9, t));
            double spread = Math.sqrt(second / (1 - Math.pow(0.95, t)));
            weight -= RATE * mean / (spread + 1e-8);
        }
        assertThat(value("x.weight")).isCloseTo((float) weight, within(1e-6f));
        assertThat(optimiser.steps()).isEqualTo(2);
    }

    @Test
    void clippingShrinksNegativeGradientsAsItDoesPositiveOnes() {
        var optimiser = adamW(Decay.MATRICES, "a.bias", 0, "b.bias", 0);
        backward("a.bias", 3);
        backward("b.bias", -4);
        double norm = optimiser.gradientNorm();
        assertThat(norm).isCloseTo(5, within(1e-6));
        optimiser.step(RATE, AdamW.clipping(norm, 1));
        assertThat(moment(optimiser, "a.bias")).isCloseTo(0.1f * 0.6f, within(1e-6f));
        assertThat(moment(optimiser, "b.bias")).isCloseTo(0.1f * -0.8f, within(1e-6f));
    }

    @Test
    void shortGradientsAreNotClipped() {
        assertThat(AdamW.clipping(0.5, 1)).isEqualTo(1);
        assertThat(AdamW.clipping(5, 0)).isEqualTo(1);
        assertThat(AdamW.clipping(4, 1)).isCloseTo(0.25, within(1e-6));
    }

    @Test
    void gradientsAreZeroAfterAStep() {
        var optimiser = adamW(Decay.ALL, "x.weight", 1);
        backward("x.weight", 4);
        optimiser.step(RATE, 1);
        assertThat(optimiser.gradientNorm()).isZero();
    }

    @Test
    void exemptWeightsDoNotDecay() {
        for (String name :
                new String[] {
                    "backbone.norm.bias",
                    "backbone.cls_token_s2",
                    "decoder.mask_token",
                    "backbone.blocks.0.mlp.phi",
                    "backbone.blocks.0.mlp.scale",
                    "backbone.blocks.0.mlp.b2"
                }) {
            assertThat(Decay.MATRICES.reaches(name, 2)).as(name).isFalse();
            assertThat(Decay.ALL.reaches(name, 2)).as(name).isTrue();
        }
        assertThat(Decay.MATRICES.reaches("backbone.norm.weight", 1)).isFalse();
        assertThat(Decay.MATRICES.reaches("backbone.blocks.0.attn.qkv.weight", 2)).isTrue();
        assertThat(Decay.MATRICES.reaches("backbone.blocks.0.mlp.w1", 3)).isTrue();
        assertThat(Decay.MATRICES.reaches("backbone.patch_embed.proj.weight", 4)).isTrue();
    }

    @Test
    void decayIsApartFromTheGradient() {
        var optimiser = adamW(Decay.ALL, "x.weight", 2);
        backward("x.weight", 0);
        optimiser.step(RATE, 1);
        assertThat(value("x.weight")).isCloseTo(2 * (1 - 0.05f * 0.01f), within(1e-6f));
    }

    @Test
    void stepsLeaveNoArrays() {
        var optimiser = adamW(Decay.ALL, "x.weight", 1, "y.bias", 2);
        backward("x.weight", 4);
        backward("y.bias", 4);
        optimiser.step(RATE, 0.5);
        int before = manager.getManagedArrays().size();
        for (int i = 0; i < 20; i++) {
            optimiser.gradientNorm();
            optimiser.step(RATE, 0.5);
        }
        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    @Test
    void theAverageFollowsTheWeights() {
        var optimiser = adamW(Decay.ALL, "x.weight", 1);
        var average = new MovingAverage(manager, weights, 0.75);
        backward("x.weight", 4);
        optimiser.step(RATE, 1);
        average.update();
        float expected = 0.75f + 0.25f * value("x.weight");
        assertThat(average.means().get("x.weight").toFloatArray()[0])
                .isCloseTo(expected, within(1e-7f));
    }

    private AdamW adamW(Decay decay, Object... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            float value = ((Number) namesAndValues[i + 1]).floatValue();
            var parameter =
                    Parameter.builder()
                            .setName((String) namesAndValues[i])
                            .setType(Parameter.Type.OTHER)
                            .optShape(new Shape(1))
                            .build();
            parameter.setInitializer((owner, shape, type) -> owner.ones(shape, type).muli(value));
            parameter.initialize(manager, DataType.FLOAT32);
            weights.put((String) namesAndValues[i], parameter);
        }
        return new AdamW(manager, weights, AdamWOptions.csmae(decay));
    }

    /** Leaves this gradient: that of weight times it. */
    private void backward(String name, float gradient) {
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray factor = scope.create(new float[] {gradient});
            collector.backward(factor.mul(weights.get(name).getArray()).sum());
        }
    }

    private float value(String name) {
        return weights.get(name).getArray().toFloatArray()[0];
    }

    private static float moment(AdamW optimiser, String name) {
        return optimiser.firstMoments().get(name).toFloatArray()[0];
    }
}
