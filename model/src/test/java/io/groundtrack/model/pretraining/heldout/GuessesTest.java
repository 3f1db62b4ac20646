package io.groundtrack.model.pretraining.heldout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.model.TinyCheckpoint;
import io.groundtrack.model.network.Masks;
import io.groundtrack.model.network.SensorMask;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class GuessesTest {
    /** One patch of 12 px, 16 tokens of 3 px, the first eight kept: the upper half. */
    private static final SensorMask UPPER_KEPT = mask();

    @Test
    void theVisibleMeanIsThatOfTheKeptHalf() {
        // one band: 1 above, 4 below: wrong by 3 everywhere below
        var pixels = new float[144];
        for (int i = 0; i < 144; i++) {
            pixels[i] = i < 72 ? 1 : 4;
        }
        var buffer = FloatBuffer.wrap(pixels);
        assertThat(Guesses.visibleMean(buffer, 1, 12, 3, UPPER_KEPT)).isCloseTo(9, within(1e-9));
        assertThat(Guesses.bandMean(buffer, 1, 12, 3, UPPER_KEPT)).isCloseTo(16, within(1e-9));
    }

    @Test
    void everyBandHasItsOwnMean() {
        var pixels = new float[288];
        for (int i = 0; i < 288; i++) {
            pixels[i] = i < 144 ? 5 : -5;
        }
        assertThat(Guesses.visibleMean(FloatBuffer.wrap(pixels), 2, 12, 3, UPPER_KEPT)).isZero();
    }

    private static SensorMask mask() {
        var noise = new float[1][16];
        for (int i = 0; i < 16; i++) {
            noise[0][i] = i / 16f;
        }
        return Masks.of(TinyCheckpoint.CONFIG, noise, noise).s1();
    }
}
