package io.groundtrack.model.optimiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WarmUpCosineTest {
    private final WarmUpCosine schedule = new WarmUpCosine(2, 11, 111);

    @Test
    void goesUpInAStraightLine() {
        assertThat(schedule.rate(0)).isZero();
        assertThat(schedule.rate(5)).isCloseTo(1, within(1e-12));
        assertThat(schedule.rate(10)).isCloseTo(2, within(1e-12));
    }

    @Test
    void goesDownAlongHalfACosine() {
        assertThat(schedule.rate(11)).isCloseTo(2, within(1e-12));
        assertThat(schedule.rate(61)).isCloseTo(1, within(1e-12));
        assertThat(schedule.rate(110)).isCloseTo(1 + Math.cos(Math.PI * 0.99), within(1e-12));
    }

    @Test
    void aSingleStepOfWarmUpIsTheFullRate() {
        assertThat(new WarmUpCosine(2, 1, 10).rate(0)).isEqualTo(2);
        assertThat(new WarmUpCosine(2, 0, 10).rate(0)).isEqualTo(2);
    }

    @Test
    void warmUpEndsBeforeTheRun() {
        assertThatThrownBy(() -> new WarmUpCosine(1, 10, 10))
                .hasMessage("warmup: 10 steps (expected: 0 to fewer than all 10)");
    }
}
