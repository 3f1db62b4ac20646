package io.groundtrack.model.pretraining.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.model.pretraining.data.Draws.Purpose;
import org.junit.jupiter.api.Test;

class DrawsTest {

    @Test
    void sameSeedEpochAndPatchGiveTheSameNoise() {
        assertThat(noise(1, 2, "a", Purpose.S1_MASK)).isEqualTo(noise(1, 2, "a", Purpose.S1_MASK));
    }

    @Test
    void anotherSeedEpochPatchOrPurposeGivesOtherNoise() {
        float[] first = noise(1, 2, "a", Purpose.S1_MASK);
        assertThat(first).isNotEqualTo(noise(2, 2, "a", Purpose.S1_MASK));
        assertThat(first).isNotEqualTo(noise(1, 3, "a", Purpose.S1_MASK));
        assertThat(first).isNotEqualTo(noise(2, 1, "a", Purpose.S1_MASK));
        assertThat(first).isNotEqualTo(noise(1, 2, "b", Purpose.S1_MASK));
        assertThat(first).isNotEqualTo(noise(1, 2, "a", Purpose.S2_MASK));
    }

    @Test
    void noiseIsUniform() {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 500; i++) {
            for (float value : noise(7, 0, "patch-" + i, Purpose.S2_MASK)) {
                assertThat(value).isBetween(0f, Math.nextDown(1f));
                sum += value;
                squares += (double) value * value;
            }
        }
        double count = 500 * 64;
        assertThat(sum / count).isCloseTo(0.5, within(0.01));
        assertThat(squares / count).isCloseTo(1 / 3.0, within(0.01));
    }

    private static float[] noise(long seed, long epoch, String patch, Purpose purpose) {
        return Draws.noise(seed, epoch, patch, purpose, 64);
    }
}
