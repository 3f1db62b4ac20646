package io.groundtrack.bench.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RatioTest {

    @Test
    void valueIsTheMedianOfTheRatiosOfEachRound() {
        // 2, 3, 1.5: a round in which the machine is ten times as slow changes nothing
        Ratio ratio = Ratio.of(new double[] {2, 30, 3}, new double[] {1, 10, 2});
        assertThat(ratio.value()).isEqualTo(2);
        assertThat(ratio.rounds()).isEqualTo(3);
    }

    @Test
    void intervalShrinksToThePointWhereAllRoundsAgree() {
        Ratio ratio = Ratio.of(new double[] {3, 6, 9}, new double[] {2, 4, 6});
        assertThat(ratio).isEqualTo(new Ratio(1.5, 1.5, 1.5, 3));
    }

    @Test
    void intervalHoldsTheMedianOfManyRoundsAndNotTheirExtremes() {
        var above = new double[101];
        var below = new double[101];
        for (int i = 0; i < above.length; i++) {
            above[i] = 50 + i;
            below[i] = 100;
        }
        Ratio ratio = Ratio.of(above, below);
        assertThat(ratio.value()).isEqualTo(1);
        // order statistics 41 and 61 of 101 bound the median at 95 % (binomial, n = 101, p = 1/2)
        assertThat(ratio.low()).isCloseTo(0.90, within(0.03));
        assertThat(ratio.high()).isCloseTo(1.10, within(0.03));
    }

    @Test
    void roundsThatDoNotPairAreRefused() {
        assertThatThrownBy(() -> Ratio.of(new double[2], new double[3]))
                .hasMessage("rounds: 2 and 3 (expected: the same)");
    }
}
