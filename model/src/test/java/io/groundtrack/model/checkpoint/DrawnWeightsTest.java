package io.groundtrack.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DrawnWeightsTest {
    private final DrawnWeights drawn = new DrawnWeights(7, 1);

    @Test
    void sameSeedSameWeightsWhateverTheOrder() {
        float[] first = drawn.values("a.weight", new long[] {3, 4});
        new DrawnWeights(7, 1).values("b.weight", new long[] {3, 4});

        assertThat(new DrawnWeights(7, 1).values("a.weight", new long[] {3, 4})).isEqualTo(first);
        assertThat(new DrawnWeights(8, 1).values("a.weight", new long[] {3, 4}))
                .isNotEqualTo(first);
        assertThat(drawn.values("b.weight", new long[] {3, 4})).isNotEqualTo(first);
    }

    @Test
    void matricesFillTheXavierRange() {
        // bound of 6 / (in + out) under the root; deviation of a uniform variable: bound / √3
        double bound = Math.sqrt(6.0 / (200 + 100));
        double squares = 0;
        float[] values = drawn.values("m.weight", new long[] {200, 100});
        for (float value : values) {
            assertThat(Math.abs(value)).isLessThanOrEqualTo((float) bound);
            squares += value * value;
        }

        assertThat(Math.sqrt(squares / values.length))
                .isCloseTo(bound / Math.sqrt(3), within(bound * 0.01));
    }

    @Test
    void classTokensAreNormalWithDeviationOfTwoHundredths() {
        double sum = 0;
        double squares = 0;
        float[] values = drawn.values("cls_token", new long[] {1, 1, 40_000});
        for (float value : values) {
            sum += value;
            squares += value * value;
        }

        assertThat(sum / values.length).isCloseTo(0, within(4e-4));
        assertThat(Math.sqrt(squares / values.length)).isCloseTo(0.02, within(4e-4));
    }

    @Test
    void normsAreOneAndBiasesZero() {
        assertThat(drawn.values("norm.weight", new long[] {3})).containsExactly(1, 1, 1);
        assertThat(drawn.values("norm.bias", new long[] {2})).containsExactly(0, 0);
        assertThat(drawn.values("mlp.scale", new long[0])).containsExactly(1);
    }
}
