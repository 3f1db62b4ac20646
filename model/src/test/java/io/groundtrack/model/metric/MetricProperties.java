package io.groundtrack.model.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MetricProperties {

    private record Sample(boolean[][] truth, double[][] scores) {

        /** Few distinct scores, so that many are equal. */
        static Sample of(Random random, int rows, int classes) {
            var sample = new Sample(new boolean[rows][classes], new double[rows][classes]);
            for (int i = 0; i < rows; i++) {
                for (int k = 0; k < classes; k++) {
                    sample.truth[i][k] = random.nextInt(4) == 0;
                    sample.scores[i][k] = (random.nextInt(13) - 6) / 8.0;
                }
            }
            return sample;
        }

        MultiLabelScores score() {
            return MultiLabelScores.of(truth, scores, 0.25);
        }
    }

    @Property(tries = 200, seed = "1")
    void averagePrecisionIsBetweenPrevalenceOfTheWorstOrderAndOne(
            @ForAll int seed, @ForAll @IntRange(min = 1, max = 40) int rows) {
        var scores = Sample.of(new Random(seed), rows, 3).score();

        for (double ap : scores.apPerClass()) {
            if (!Double.isNaN(ap)) {
                assertThat(ap).isBetween(1.0 / rows, 1.0);
            }
        }
    }

    @Property(tries = 200, seed = "2")
    void strictlyRisingMapsOfTheScoresChangeNoAveragePrecision(
            @ForAll int seed, @ForAll @IntRange(min = 1, max = 40) int rows) {
        var sample = Sample.of(new Random(seed), rows, 3);
        var before = sample.score();
        for (double[] row : sample.scores()) {
            for (int k = 0; k < row.length; k++) {
                row[k] = Math.exp(3 * row[k]) - 7;
            }
        }

        var after = sample.score();
        assertThat(after.apPerClass()).containsExactly(before.apPerClass());
        assertThat(after.apMicro()).isEqualTo((Double) before.apMicro());
    }

    @Property(tries = 200, seed = "3")
    void theOrderOfRowsIsOfNoConsequence(
            @ForAll int seed, @ForAll @IntRange(min = 1, max = 40) int rows) {
        var random = new Random(seed);
        var sample = Sample.of(random, rows, 3);
        var before = sample.score();
        for (int i = rows - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            var truth = sample.truth()[i];
            sample.truth()[i] = sample.truth()[j];
            sample.truth()[j] = truth;
            var scores = sample.scores()[i];
            sample.scores()[i] = sample.scores()[j];
            sample.scores()[j] = scores;
        }

        var after = sample.score();
        assertThat(after.apPerClass()).containsExactly(before.apPerClass());
        assertThat(after.apMicro()).isEqualTo((Double) before.apMicro());
        assertThat(after.f1Macro()).isEqualTo(before.f1Macro());
    }

    @Property(tries = 200, seed = "4")
    void equalScoresEverywhereGiveThePrevalence(
            @ForAll int seed, @ForAll @IntRange(min = 1, max = 40) int rows) {
        var sample = Sample.of(new Random(seed), rows, 1);
        int relevant = 0;
        for (int i = 0; i < rows; i++) {
            sample.scores()[i][0] = 0.3;
            relevant += sample.truth()[i][0] ? 1 : 0;
        }

        if (relevant == 0) {
            assertThat(sample.score().apMicro()).isNaN();
        } else {
            assertThat(sample.score().apMicro()).isCloseTo((double) relevant / rows, within(1e-12));
        }
    }

    @Property(tries = 100, seed = "5")
    void pixelsAddUpHoweverTheyAreDealtOut(
            @ForAll int seed, @ForAll @IntRange(min = 2, max = 300) int pixels) {
        var random = new Random(seed);
        int[] truth = random.ints(pixels, 0, 5).map(v -> v == 4 ? 255 : v).toArray();
        int[] predicted = random.ints(pixels, 0, 4).toArray();
        var whole = new Confusion(4, 255);
        whole.add(truth, predicted);
        var parts = new Confusion(4, 255);
        for (int i = 0; i < pixels; i++) {
            parts.add(new int[] {truth[i]}, new int[] {predicted[i]});
        }

        assertThat(parts.counts()).isDeepEqualTo(whole.counts());
        if (whole.pixels() > 0) {
            assertThat(whole.meanIou()).isBetween(0.0, 1.0);
            assertThat(whole.pixelAccuracy()).isBetween(0.0, 1.0);
            double right = 0;
            for (int k = 0; k < 4; k++) {
                right += whole.counts()[k][k];
            }
            assertThat(whole.pixelAccuracy() * whole.pixels()).isCloseTo(right, within(1e-6));
        }
    }
}
