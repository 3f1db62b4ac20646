package io.groundtrack.model.pretraining.heldout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CollapseTest {

    @Test
    void featuresThatPointTheSameWayHaveCosineOneAndRankOne() {
        Collapse found = Collapse.of(new float[][] {{1, 2, 3}, {2, 4, 6}, {3, 6, 9}});
        assertThat(found.meanCosine()).isCloseTo(1, within(1e-6));
        assertThat(found.effectiveRank()).isCloseTo(1, within(1e-3));
    }

    /** Pairs of ±x, ±y: cosines −1 (twice) and 0 (four times); two equal directions. */
    @Test
    void featuresOfTwoEqualDirectionsHaveRankTwo() {
        Collapse found = Collapse.of(new float[][] {{1, 0}, {-1, 0}, {0, 1}, {0, -1}});
        assertThat(found.meanCosine()).isCloseTo(-1 / 3.0, within(1e-6));
        assertThat(found.effectiveRank()).isCloseTo(2, within(1e-6));
    }

    /** Singular values 3 and 1 after centring: shares 3/4 and 1/4. */
    @Test
    void rankIsTheExponentialOfTheEntropyOfSingularValues() {
        Collapse found = Collapse.of(new float[][] {{3, 0, 9}, {-3, 0, 9}, {0, 1, 9}, {0, -1, 9}});
        double entropy = -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25);
        assertThat(found.effectiveRank()).isCloseTo(Math.exp(entropy), within(1e-6));
    }

    @Test
    void noiseInManyDimensionsHasNearlyFullRank() {
        var random = new Random(3);
        var wide = new float[300][20];
        var tall = new float[20][300];
        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < 20; j++) {
                wide[i][j] = (float) random.nextGaussian();
                tall[j][i] = (float) random.nextGaussian();
            }
        }
        assertThat(Collapse.of(wide).effectiveRank()).isBetween(19.0, 20.0);
        // centring takes one of the twenty
        assertThat(Collapse.of(tall).effectiveRank()).isBetween(18.0, 19.0);
    }
}
