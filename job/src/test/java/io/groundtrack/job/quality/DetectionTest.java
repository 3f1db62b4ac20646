package io.groundtrack.job.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.job.quality.Detection.Disturbed;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DetectionTest {

    private static final LocalDate EVENT = LocalDate.of(2017, 1, 1);
    private static final long START = EVENT.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    private static final long DAY = 86_400_000;

    /** Scores every 12 days, the first {@code firstDay} days after the event. */
    private static ScoreHistory every12Days(int firstDay, double... scores) {
        var history = new ScoreHistory();
        for (int i = 0; i < scores.length; i++) {
            history.add("orbit", START + (firstDay + 12L * i) * DAY, scores[i]);
        }
        return history;
    }

    private static Detection.Figures figures(
            List<Disturbed> disturbed, List<ScoreHistory> undisturbed) {
        var ones = new int[disturbed.size()];
        var others = new int[undisturbed.size()];
        Arrays.fill(ones, 1);
        Arrays.fill(others, 1);
        return new Detection(disturbed, undisturbed).of(ones, others);
    }

    @Test
    void aucComparesLargestScoresAndTiesCountHalf() {
        var one = new Disturbed(every12Days(1, 1, 3, 1), EVENT);
        var figures =
                figures(
                        List.of(one),
                        List.of(
                                every12Days(1, 2, 2, 2),
                                every12Days(1, 3),
                                every12Days(1, 5),
                                new ScoreHistory()));

        assertThat(figures.auc()).isEqualTo((1 + 0.5 + 0 + 1) / 4);
    }

    @Test
    void taucLooksAtBothCellsInTheWindowOfTheDisturbedOne() {
        var one = new Disturbed(every12Days(-24, 2, 2, 3), EVENT);
        var highLongBefore = every12Days(-43, 9, 1, 1, 1);
        var highLongAfter = every12Days(169, 1, 9);

        var figures = figures(List.of(one), List.of(highLongBefore, highLongAfter));

        assertThat(figures.auc()).isZero();
        assertThat(figures.tauc()).isEqualTo(1);
    }

    @Test
    void aLookOfTheLastDayIsInTheWindowWhateverItsHour() {
        long hours = 23 * 3_600_000L;
        var lastDay = new ScoreHistory();
        lastDay.add("orbit", START + 180 * DAY + hours, 9);
        var dayAfter = new ScoreHistory();
        dayAfter.add("orbit", START + 181 * DAY, 9);
        var quiet = List.of(every12Days(0, 1));

        assertThat(figures(List.of(new Disturbed(lastDay, EVENT)), quiet).tauc()).isEqualTo(1);
        assertThat(figures(List.of(new Disturbed(dayAfter, EVENT)), quiet).tauc()).isZero();
        assertThat(Detection.isNear(START + 180 * DAY + hours, EVENT)).isTrue();
        assertThat(Detection.isNear(START + 181 * DAY, EVENT)).isFalse();
        assertThat(Detection.isNear(START - 180 * DAY, EVENT)).isTrue();
    }

    @Test
    void aCellIsConfirmedWhereItsFirstThreeInARowEndInTime() {
        var inTime = new Disturbed(every12Days(0, 5, 5, 5), EVENT);
        var falseFirst = new Disturbed(every12Days(-400, 5, 5, 5), EVENT);
        var broken = new Disturbed(every12Days(0, 5, 5, 0, 5, 5, 0), EVENT);
        var quiet = List.of(every12Days(0, 1, 1, 1), every12Days(0, 1, 1, 1));

        var figures = figures(List.of(inTime, falseFirst, broken), quiet);

        assertThat(figures.confirmed180()).isCloseTo(1 / 3., within(1e-12));
        assertThat(figures.users()).as("one of two confirmed").isEqualTo(0.5);
        assertThat(new Detection(List.of(inTime, broken), quiet).delay(3))
                .isEqualTo(new Detection.Delay(1, 1, 24));
        assertThat(new Detection(List.of(inTime, broken), quiet).delay(1).found()).isEqualTo(2);
    }

    @Test
    void threeInARowAreOfOneSeries() {
        var history = new ScoreHistory();
        for (int i = 0; i < 4; i++) {
            history.add(i % 2 == 0 ? "a" : "b", START + i * DAY, 5);
        }
        assertThat(history.firstInARow(3, 1)).isEmpty();
        assertThat(history.firstInARow(2, 1)).hasValue(START + 2 * DAY);
        assertThat(history.largestInARow(3)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(history.largestInARow(2)).isEqualTo(5);
    }

    @Test
    void fiveInAHundredUndisturbedCellsPassTheThreshold() {
        var undisturbed =
                IntStream.rangeClosed(1, 101).mapToObj(score -> every12Days(0, score)).toList();
        var delay =
                new Detection(List.of(new Disturbed(every12Days(12, 99), EVENT)), undisturbed)
                        .delay(1);

        assertThat(delay.threshold()).isCloseTo(96, within(1e-9));
        assertThat(delay.medianDays()).isEqualTo(12);
    }

    @Test
    void aResampleCountsACellAsOftenAsItWasDrawn() {
        var low = new Disturbed(every12Days(0, 1), EVENT);
        var high = new Disturbed(every12Days(0, 3), EVENT);
        var detection =
                new Detection(List.of(low, high), List.of(every12Days(0, 2), every12Days(0, 4)));

        assertThat(detection.of(new int[] {1, 3}, new int[] {2, 0}).auc()).isEqualTo(0.75);
    }
}
