package io.groundtrack.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdamWTest {

    /** By hand: the first direction is g / |g|, the second from both moments of two gradients. */
    @Test
    void twoStepsAsThePaperReckonsThem() {
        var steps = new AdamW(1, 0.1, 0.5);
        var weight = new double[] {2};

        steps.step(weight, new double[] {3});
        assertThat(weight[0]).isCloseTo(2 - 0.1 * (1 + 0.5 * 2), within(1e-8));

        steps.step(weight, new double[] {-1});
        double first = (0.9 * 0.1 * 3 - 0.1 * 1) / (1 - 0.81);
        double second = (0.999 * 0.001 * 9 + 0.001 * 1) / (1 - 0.999 * 0.999);
        assertThat(weight[0])
                .isCloseTo(1.8 - 0.1 * (first / Math.sqrt(second) + 0.5 * 1.8), within(1e-8));
    }
}
