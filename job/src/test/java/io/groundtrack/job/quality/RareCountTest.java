package io.groundtrack.job.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RareCountTest {

    /** Exact Poisson limits, as tables give them (Garwood 1936). */
    @Test
    void limitsAreTheExactOnes() {
        assertThat(new RareCount(0, 100).interval().from()).isZero();
        assertThat(new RareCount(0, 100).interval().to()).isCloseTo(3.689, within(1e-3));
        assertThat(new RareCount(1, 100).interval().from()).isCloseTo(0.0253, within(1e-4));
        assertThat(new RareCount(1, 100).interval().to()).isCloseTo(5.572, within(1e-3));
        assertThat(new RareCount(5, 100).interval().from()).isCloseTo(1.623, within(1e-3));
        assertThat(new RareCount(5, 200).interval().to()).isCloseTo(11.668 / 2, within(1e-3));
        assertThat(new RareCount(5, 200).per100()).isEqualTo(2.5);
    }
}
