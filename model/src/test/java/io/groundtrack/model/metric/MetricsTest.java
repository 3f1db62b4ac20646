package io.groundtrack.model.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final boolean T = true;
    private static final boolean F = false;

    @Test
    void averagePrecisionAddsPrecisionWhereRecallSteps() {
        // ranks 1 and 3 are relevant: (1/1 + 2/3) / 2
        double ap =
                AveragePrecision.of(new boolean[] {T, F, T, F}, new double[] {0.9, 0.8, 0.7, 0.1});

        assertThat(ap).isEqualTo((1 + 2.0 / 3) / 2);
    }

    @Test
    void equalScoresAreOneStep() {
        assertThat(AveragePrecision.of(new boolean[] {T, F, F, F}, new double[] {1, 1, 1, 1}))
                .isEqualTo(0.25);
        assertThat(AveragePrecision.of(new boolean[] {F, T}, new double[] {0.0, -0.0}))
                .isEqualTo(0.5);
        // one alone above, then two tied of which one is relevant: 1/2 · 1 + 1/2 · 2/3
        assertThat(AveragePrecision.of(new boolean[] {T, F, T}, new double[] {3, 2, 2}))
                .isEqualTo(0.5 + 0.5 * 2 / 3);
    }

    @Test
    void aClassThatNeverOccursHasNoAveragePrecisionAndF1OfZero() {
        var scores =
                MultiLabelScores.of(
                        new boolean[][] {{T, F}, {F, F}}, new double[][] {{1, 0}, {0, 0}}, 0.5);

        assertThat(scores.apPerClass()).containsExactly(1, Double.NaN);
        assertThat(scores.apMacro()).isEqualTo(1);
        assertThat(scores.classesThatOccur()).isEqualTo(1);
        assertThat(scores.f1PerClass()).containsExactly(1, 0);
        assertThat(scores.f1Macro()).isEqualTo(0.5);
        assertThat(scores.f1Micro()).isEqualTo(1);
    }

    @Test
    void aScoreAtTheThresholdSaysYes() {
        var truth = new boolean[][] {{T}, {F}};
        var scores = new double[][] {{0.5}, {0.4}};

        assertThat(MultiLabelScores.of(truth, scores, 0.5).f1Micro()).isEqualTo(1);
        assertThat(MultiLabelScores.of(truth, scores, 0.51).f1Micro()).isEqualTo(0);
    }

    @Test
    void ignoredPixelsCountNowhere() {
        var confusion = new Confusion(3, 255);
        confusion.add(new int[] {0, 0, 1, 255, 255}, new int[] {0, 1, 1, 2, 77});

        assertThat(confusion.pixels()).isEqualTo(3);
        assertThat(confusion.counts()[0]).containsExactly(1, 1, 0);
        assertThat(confusion.iou()).containsExactly(0.5, 0.5, Double.NaN);
        assertThat(confusion.meanIou()).isEqualTo(0.5);
        assertThat(confusion.pixelAccuracy()).isEqualTo(2.0 / 3);
    }

    @Test
    void aClassOnlyPredictedHasIouOfZeroAndCounts() {
        var confusion = new Confusion(2, 255);
        confusion.add(new int[] {0, 0, 0, 0}, new int[] {0, 0, 0, 1});

        assertThat(confusion.iou()).containsExactly(0.75, 0);
        assertThat(confusion.meanIou()).isEqualTo(0.375);
    }

    @Test
    void aPixelOutsideTheClassesIsRefused() {
        assertThatThrownBy(() -> new Confusion(3, 255).add(new int[] {0, 3}, new int[] {0, 0}))
                .hasMessage(
                        "segmentation: pixel 1: true class 3 (expected: 0 to 2, or 255 to ignore"
                                + " it)");
        assertThatThrownBy(() -> new Confusion(3, 255).add(new int[] {0}, new int[] {255}))
                .hasMessageContaining("predicted class 255");
    }

    /** csmoe.md 3.4: P 0.555556, R 0.5, F1 of the means 0.526316. */
    @Test
    void retrievalF1IsTheHarmonicMeanOfTheAverages() {
        var scores =
                RetrievalScores.of(
                        new int[][] {{0, 1, 2}},
                        new boolean[][] {{T, T, F, F}},
                        new boolean[][] {{T, T, T, F}, {T, F, F, F}, {F, F, T, T}});

        assertThat(scores.precision()).isCloseTo(0.555556, within(1e-6));
        assertThat(scores.recall()).isEqualTo(0.5);
        assertThat(scores.f1()).isCloseTo(0.526316, within(1e-6));
        assertThat(scores.relevantPrecision()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(scores.meanAveragePrecision()).isEqualTo(1);
    }

    @Test
    void averagePrecisionAtKIsDividedByWhatCouldBeFound() {
        var query = new boolean[][] {{T}};
        var archive = new boolean[][] {{T}, {F}, {T}, {T}};

        // found at rank 2 of 2, three relevant ones in the archive, at most two could be found
        var scores = RetrievalScores.of(new int[][] {{1, 0}}, query, archive);

        assertThat(scores.meanAveragePrecision()).isEqualTo(0.5 / 2);
        assertThat(scores.queriesWithoutRelevant()).isZero();
    }

    @Test
    void emptyLabelSetsCountZeroAndAreTold() {
        var scores =
                RetrievalScores.of(
                        new int[][] {{0}, {0}}, new boolean[][] {{F}, {T}}, new boolean[][] {{F}});

        assertThat(scores.f1()).isZero();
        assertThat(scores.queriesWithoutRelevant()).isEqualTo(2);
    }
}
