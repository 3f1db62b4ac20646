package io.groundtrack.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PositionCodeTest {
    @Test
    void columnComesFirst() {
        float[] table = PositionCode.table(2, 8);

        // token (row 0, column 1): sin 1, sin 0.01, cos 1, cos 0.01, then row 0
        float[] expected = {0.841471f, 0.01f, 0.540302f, 0.99995f, 0, 0, 1, 1};
        for (int k = 0; k < 8; k++) {
            assertThat(table[2 * 8 + k]).isCloseTo(expected[k], within(1e-6f));
        }
    }

    @Test
    void valuesOfTheBaseModelAreThePublishedOnes() {
        float[] table = PositionCode.table(8, 768);
        int at = (1 + 3 * 8 + 5) * 768; // row 3, column 5

        assertThat(table[at]).isCloseTo(-0.958924f, within(1e-6f));
        assertThat(table[at + 1]).isCloseTo(-0.998573f, within(1e-6f));
        assertThat(table[at + 2]).isCloseTo(-0.985618f, within(1e-6f));
        assertThat(table[at + 192]).isCloseTo(0.283662f, within(1e-6f));
        assertThat(table[at + 384]).isCloseTo(0.141120f, within(1e-6f));
        assertThat(table[at + 576]).isCloseTo(-0.989992f, within(1e-6f));
    }

    @Test
    void classTokenHasNoPlace() {
        float[] table = PositionCode.table(3, 4);

        for (int k = 0; k < 4; k++) {
            assertThat(table[k]).isZero();
        }
    }
}
