package io.groundtrack.operators.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private static final int RADAR = 0;
    private static final int OPTICAL = 1;
    private static final int CELL = 9;

    private Lifecycle lifecycle;

    @BeforeEach
    void twoSeries() {
        lifecycle = new Lifecycle(ChangeOptions.defaults());
        lifecycle.addSeries();
        lifecycle.addSeries();
    }

    private static long day(int day) {
        return day * 86_400_000L;
    }

    private static LookTime look(int day) {
        return new LookTime(day(day), "pass-" + day);
    }

    private void above(int series, int... days) {
        for (int day : days) {
            var open = lifecycle.openRun(series, CELL, day(day));
            var run = open != null ? open : new Run(series, CELL, day(day), 20, 3, 6, null);
            lifecycle.above(run, look(day), 4, 0, "model");
        }
    }

    private void clear(int series, int... days) {
        for (int day : days) {
            var run = lifecycle.openRun(series, CELL, day(day));
            if (run != null) {
                lifecycle.clear(run, day(day));
            }
        }
    }

    private Run only(int newest) {
        lifecycle.closeGaps(day(newest));
        assertThat(lifecycle.runs()).hasSize(1);
        return lifecycle.runs().get(0);
    }

    @Test
    void oneLookIsFirstAndMakesNothing() {
        above(RADAR, 0);
        assertThat(lifecycle.runs()).isEmpty();
    }

    @Test
    void twoLooksAreProvisional() {
        above(RADAR, 0, 12);
        assertThat(only(12).isConfirmed()).isFalse();
        assertThat(only(12).provisionalAt).isEqualTo(day(12));
    }

    @Test
    void threeLooksAreConfirmed() {
        above(RADAR, 0, 12, 24);
        assertThat(only(24).confirmedAt).isEqualTo(day(24));
    }

    @Test
    void aClearLookEndsAnUnconfirmedRunAtOnce() {
        above(RADAR, 0, 12);
        clear(RADAR, 24);
        assertThat(lifecycle.runs()).isEmpty();
        above(RADAR, 36);
        assertThat(lifecycle.runs()).isEmpty();
    }

    @Test
    void threeClearLooksFinishAConfirmedRun() {
        above(RADAR, 0, 12, 24);
        clear(RADAR, 36, 48);
        assertThat(only(48).isFinished()).isFalse();
        clear(RADAR, 60);
        assertThat(only(60).finishedAt).isEqualTo(day(60));
    }

    @Test
    void aLookAboveInBetweenStartsTheClearLooksAnew() {
        above(RADAR, 0, 12, 24);
        clear(RADAR, 36, 48);
        above(RADAR, 60);
        clear(RADAR, 72, 84);
        assertThat(only(84).isFinished()).isFalse();
        assertThat(only(84).last).isEqualTo(day(60));
    }

    @Test
    void aGapFinishesAConfirmedRunJudgedAgainstTheNewestObservation() {
        above(RADAR, 0, 12, 24);
        assertThat(only(24 + 180).isFinished()).isFalse();
        assertThat(only(24 + 181).finishedAt).isEqualTo(day(24 + 180));
    }

    @Test
    void aClearLookIsAValidLookAndShortensTheGap() {
        above(RADAR, 0, 12, 24);
        clear(RADAR, 36);
        assertThat(only(36 + 180).isFinished()).isFalse();
    }

    @Test
    void aGapDoesNotEndAProvisionalRun() {
        above(RADAR, 0, 12);
        assertThat(only(400).isFinished()).isFalse();
    }

    @Test
    void aNewRunFollowsAFinishedOne() {
        above(RADAR, 0, 12, 24);
        clear(RADAR, 36, 48, 60);
        above(RADAR, 72, 84);
        assertThat(lifecycle.runs()).hasSize(2);
        assertThat(lifecycle.runs()).filteredOn(Run::isFinished).hasSize(1);
    }

    @Test
    void aLookAfterTheGapBeginsANewRun() {
        above(RADAR, 0, 12, 24, 300, 312);
        assertThat(lifecycle.runs()).hasSize(2);
    }

    @Test
    void anotherSeriesNeitherAdvancesNorResetsARun() {
        above(RADAR, 0);
        above(OPTICAL, 5);
        assertThat(lifecycle.runs()).isEmpty();
        clear(OPTICAL, 10);
        above(RADAR, 12);
        assertThat(only(12).series).isEqualTo(RADAR);
    }

    @Test
    void twoSeriesProvisionalWithinSixtyDaysConfirmEachOther() {
        above(RADAR, 0, 12);
        above(OPTICAL, 67, 72);
        assertThat(lifecycle.runs()).hasSize(2).allMatch(run -> run.confirmedAt == day(72));
    }

    @Test
    void twoSeriesProvisionalFurtherApartDoNot() {
        above(RADAR, 0, 12);
        above(OPTICAL, 68, 73);
        assertThat(lifecycle.runs()).hasSize(2).noneMatch(Run::isConfirmed);
    }

    @Test
    void aJoinedRunOutlivesAClearLook() {
        above(RADAR, 0, 12);
        above(OPTICAL, 13, 14);
        clear(RADAR, 24);
        assertThat(lifecycle.runs()).hasSize(2);
    }

    @Test
    void aRunThatEndedUnconfirmedJoinsNothing() {
        above(RADAR, 0, 12);
        clear(RADAR, 13);
        above(OPTICAL, 14, 15);
        assertThat(only(15).isConfirmed()).isFalse();
    }

    @Test
    void bandFollowsTheMeanOfTheRun() {
        above(RADAR, 0, 12);
        var run = only(12);
        assertThat(run.isHigh()).isFalse();
        lifecycle.above(run, look(24), 11, 0, "model"); // (4 + 4 + 11) / 3 > 6
        assertThat(run.isHigh()).isTrue();
    }
}
