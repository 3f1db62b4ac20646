package io.groundtrack.model.pretraining.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.model.checkpoint.BandSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardiserTest {
    private static final BandSet BANDS =
            new BandSet(List.of("B02", "B03"), new float[] {10, 0}, new float[] {2, 4});
    private static final float[] PIXELS = {10, 12, 14, Float.NaN, 0, 4, 8, 12};

    @Test
    void eachBandLosesItsMeanAndMissingBecomesTheMean() {
        assertThat(new Standardiser(BANDS, 2, false).apply(PIXELS, Turn.NONE.sources(2)))
                .containsExactly(0, 1, 2, 0, 0, 1, 2, 3);
    }

    @Test
    void transposedInputHasRowsAndColumnsExchanged() {
        assertThat(new Standardiser(BANDS, 2, true).apply(PIXELS, Turn.NONE.sources(2)))
                .containsExactly(0, 2, 1, 0, 0, 2, 1, 3);
    }

    @Test
    void everyBandIsTurnedAlike() {
        assertThat(new Standardiser(BANDS, 2, false).apply(PIXELS, new Turn(true, 0).sources(2)))
                .containsExactly(1, 0, 0, 2, 1, 0, 3, 2);
    }
}
