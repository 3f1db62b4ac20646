package io.groundtrack.model.pretraining.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnTest {
    /** Rows 0 1 2, 3 4 5, 6 7 8. */
    private static final int SIDE = 3;

    @Test
    void noTurnLeavesEveryPixel() {
        assertThat(Turn.NONE.sources(SIDE)).isEqualTo(IntStream.range(0, 9).toArray());
    }

    @Test
    void aQuarterTurnMovesTheRightColumnToTheTop() {
        assertThat(new Turn(false, 1).sources(SIDE)).containsExactly(2, 5, 8, 1, 4, 7, 0, 3, 6);
    }

    @Test
    void aMirrorReversesColumns() {
        assertThat(new Turn(true, 0).sources(SIDE)).containsExactly(2, 1, 0, 5, 4, 3, 8, 7, 6);
    }

    @Test
    void theEightWaysAreAllDifferentAndAllDrawn() {
        var ways = new HashSet<String>();
        var drawn = new HashSet<Turn>();
        for (int i = 0; i < 8; i++) {
            ways.add(Arrays.toString(new Turn(i >= 4, i % 4).sources(SIDE)));
        }
        for (int i = 0; i < 200; i++) {
            drawn.add(Turn.drawn(Draws.of(1, 2, "patch-" + i, Draws.Purpose.TURN)));
        }
        assertThat(ways).hasSize(8);
        assertThat(drawn).hasSize(8);
    }
}
