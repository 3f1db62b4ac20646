package io.groundtrack.testing.landscape.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DrawsTest {

    @Test
    void normalDrawsHaveMeanZeroAndVarianceOne() {
        assertThat(mean(Draws.normal())).isCloseTo(0, within(0.001));
        assertThat(variance(Draws.normal())).isCloseTo(1, within(0.005));
    }

    @Test
    void powersOfTwoLooksHaveMeanOneAndVarianceAHalf() {
        assertThat(mean(Draws.twoLooks())).isCloseTo(1, within(0.001));
        assertThat(variance(Draws.twoLooks())).isCloseTo(0.5, within(0.005));
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double variance(float[] values) {
        double mean = mean(values);
        double sum = 0;
        for (float value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / values.length;
    }
}
