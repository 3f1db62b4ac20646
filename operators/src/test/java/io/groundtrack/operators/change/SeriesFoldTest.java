package io.groundtrack.operators.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.schemas.AvroCodec;
import io.groundtrack.schemas.SeriesFoldState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesFoldTest {

    private static final boolean[] SEEN = {true};
    private static final List<float[]> ONE = List.of(new float[] {1, 1});

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
        look(fold, SEEN, value);
    }

    private static void look(SeriesFold fold, boolean[] valid, double... values) {
        var stored = new short[values.length];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = (short) values[i];
        }
        fold.look(stored, 0, ONE, valid);
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
        look(fold, SEEN, 0, 0);
        look(fold, SEEN, 3, 4); // n 1, var 0, g 1
        double v = 32 / 33.0 + 1e-6;
        assertThat(fold.lastScore(0)).isCloseTo(Math.sqrt((9 / v + 16 / v) / 2), within(1e-12));
        assertThat(fold.moved(0, ONE)).isEqualTo(1);
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
            look(fold, all, 0, up, 2 * up, 3 * up);
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
        look(fold, new boolean[] {true, true, true, false}, 1, 1, 1, 1);
        look(fold, none, 9, 9, 9, 9);
        assertThat(fold.looks(0)).isEqualTo(1);
        assertThat(fold.lastScore(0)).isNaN();
        look(fold, new boolean[] {true, true, true, true}, 1, 1, 1, 1);
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
    void scoresAreThoseOfThePlainFoldToTheBitWhateverIsWrittenAndReadBack() {
        var options = options(6, 15, 8);
        var random = new Random(7);
        int numbers = 5;
        var factors = new ArrayList<float[]>();
        for (int set = 0; set < 3; set++) {
            factors.add(new float[] {.01f, .1f, 1e-4f, 3.3e-3f * (1 + set), 7.7e-5f});
        }
        var plain = new PlainSeriesFold(numbers, options);
        var fold = new SeriesFold(numbers, options);
        var codec = AvroCodec.of(SeriesFoldState.class);
        for (int i = 0; i < 120; i++) {
            int set = i < 60 ? 0 : random.nextInt(3);
            double clear = i < 40 ? 1 : .8;
            var stored = new short[64 * numbers];
            var values = new float[stored.length];
            var valid = new boolean[64];
            for (int j = 0; j < stored.length; j++) {
                double jump = random.nextInt(40) == 0 ? 20 : 1;
                stored[j] = (short) (1000 * jump * random.nextGaussian());
                values[j] = stored[j] * factors.get(set)[j % numbers];
                valid[j / numbers] = random.nextDouble() < clear;
            }
            plain.look(values, valid);
            fold.look(stored, set, factors, valid);
            for (int cell = 0; cell < 64; cell++) {
                Double expected = plain.lastScore(cell);
                assertThat(Double.valueOf(fold.lastScore(cell))).isEqualTo(expected);
                if (!Double.isNaN(expected)) {
                    assertThat(fold.moved(cell, factors)).isEqualTo(plain.moved(cell));
                }
            }
            if (i % 3 == 0) {
                var state = codec.decode(codec.encode(fold.state()));
                fold = SeriesFold.of(state, numbers, options, new FoldScratch(64));
            }
        }
    }
}
