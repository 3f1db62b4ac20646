package io.groundtrack.operators.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesFoldTest {

    private static final boolean[] SEEN = {true};

    private static ChangeOptions options(int looks, int burnIn, int grid) {
        return new ChangeOptions(
                looks,
                burnIn,
                3,
                Duration.ofDays(180),
                Duration.ofDays(60),
                Duration.ZERO,
                .8,
                grid);
    }

    private static void look(SeriesFold fold, double value) {
        fold.look(new float[] {(float) value}, SEEN);
    }

    @Test
    void scoresAreThoseReckonedByHand() {
        var fold = new SeriesFold(1, options(2, 3, 1));
        look(fold, 0);
        look(fold, 2);
        assertThat(fold.lastScore(0)).isNaN();

        look(fold, 4); // 0 teaches: mu 0, var 0, n 1; mean of (2, 4) is 3; v = 32/33 + 1e-6
        assertThat(fold.lastScore(0)).isCloseTo(3 / Math.sqrt(32 / 33.0 + 1e-6), within(1e-12));

        look(fold, 6); // 2 teaches: a 1/2, mu 1, var 1, n 2; mean of (4, 6) is 5; v = 1 + 1e-6
        assertThat(fold.lastScore(0)).isCloseTo(4 / Math.sqrt(1 + 1e-6), within(1e-12));
    }

    @Test
    void scoreIsTheRootOfTheMeanOverNumbers() {
        var fold = new SeriesFold(2, options(1, 2, 1));
        fold.look(new float[] {0, 0}, SEEN);
        fold.look(new float[] {3, 4}, SEEN); // n 1, var 0, g 1
        double v = 32 / 33.0 + 1e-6;
        assertThat(fold.lastScore(0)).isCloseTo(Math.sqrt((9 / v + 16 / v) / 2), within(1e-12));
        assertThat(fold.moved(0)).isEqualTo(1);
    }

    @Test
    void whatTeachesIsClippedAtThreeDeviationsFromTheSixthOn() {
        var fold = new SeriesFold(1, options(1, 2, 1));
        for (int i = 0; i < 6; i++) {
            look(fold, 0);
        }
        look(fold, 100); // the sixth 0 teaches, n 6, var 0, g 0, v 1e-6
        look(fold, 0); // 100 teaches at most 3e-3, a 1/7
        double mean = 3e-3 / 7;
        double variance = 6 / 7.0 * 9e-6 / 7;
        double v = (7 * variance + 32 * variance) / 39 + 1e-6;
        assertThat(fold.lastScore(0)).isCloseTo(mean / Math.sqrt(v), within(1e-6));
    }

    @Test
    void variancesAreShrunkTowardsTheMedianOfThePatchButNeverBelowThreeQuartersOfTheirOwn() {
        var fold = new SeriesFold(1, options(1, 5, 2));
        var all = new boolean[] {true, true, true, true};
        for (int i = 0; i < 5; i++) {
            float up = i % 2 == 0 ? 1 : -1;
            fold.look(new float[] {0, up, 2 * up, 3 * up}, all);
        }
        // n 4: +1 -1 +1 -1 taught: mean 0, var 1 (times the square of the amplitude)
        double median = (1 + 4) / 2.0;
        double v = (4 * 1.0 + 32 * median) / 36 + 1e-6;
        assertThat(fold.lastScore(1)).isCloseTo(1 / Math.sqrt(v), within(1e-6));
        assertThat(fold.lastScore(0)).isZero();
        // (4 * 9 + 32 * 2.5) / 36 is less than three quarters of its own 9
        double lively = 0.75 * 9 + 1e-6;
        assertThat(fold.lastScore(3)).isCloseTo(3 / Math.sqrt(lively), within(1e-6));
    }

    @Test
    void cellsThatAreNotSeenKeepTheirHistory() {
        var fold = new SeriesFold(1, options(1, 2, 2));
        var none = new boolean[4];
        fold.look(new float[] {1, 1, 1, 1}, new boolean[] {true, true, true, false});
        fold.look(new float[] {9, 9, 9, 9}, none);
        assertThat(fold.looks(0)).isEqualTo(1);
        assertThat(fold.lastScore(0)).isNaN();
        fold.look(new float[] {1, 1, 1, 1}, new boolean[] {true, true, true, true});
        assertThat(fold.lastScore(0)).isZero();
        assertThat(fold.lastScore(3)).isNaN();
    }

    @Test
    void noScoreBeforeTheFifteenthLook() {
        var fold = new SeriesFold(1, options(6, 15, 1));
        for (int i = 1; i < 15; i++) {
            look(fold, i % 3);
            assertThat(fold.lastScore(0)).isNaN();
        }
        look(fold, 1);
        assertThat(fold.lastScore(0)).isNotNaN();
    }

    @Test
    void writingAndReadingBackChangesNoLaterScore() throws Exception {
        var options = options(6, 15, 8);
        var random = new Random(7);
        var straight = new SeriesFold(4, options);
        var stored = new SeriesFold(4, options);
        for (int i = 0; i < 60; i++) {
            var values = new float[64 * 4];
            var valid = new boolean[64];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) random.nextGaussian();
                valid[j / 4] = random.nextDouble() < .8;
            }
            straight.look(values, valid);
            stored.look(values, valid);
            for (int cell = 0; cell < 64; cell++) {
                assertThat(Double.valueOf(stored.lastScore(cell)))
                        .isEqualTo(Double.valueOf(straight.lastScore(cell)));
            }
            var bytes = new ByteArrayOutputStream();
            stored.write(new DataOutputStream(bytes));
            var in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
            stored = SeriesFold.read(4, options, in);
        }
    }
}
