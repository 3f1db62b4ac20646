package io.groundtrack.operators.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.operators.change.ScoredPlaces.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScoredPlacesTest {

    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final float NOTHING = Float.NaN;

    /** More than one patch of 64 cells, so that places of several are told apart. */
    private static final int PLACES = 70;

    private static final int LAST = PLACES - 1;

    private final ScoredPlaces places =
            new ScoredPlaces(PLACES, 2.5, 4.5, ChangeOptions.defaults());

    private static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }

    /** The last place has the score, the others are clear. */
    private boolean look(String series, int day, float score) {
        var scores = new float[PLACES];
        scores[LAST] = score;
        return places.look(series, day(day), scores);
    }

    private State last() {
        return places.standings()[LAST].state();
    }

    @Test
    void aPlaceGoesFromFirstToFinishedAndOthersDoNot() {
        look("a", 0, 3);
        assertThat(last()).isEqualTo(State.FIRST);
        look("a", 12, 3);
        assertThat(last()).isEqualTo(State.PROVISIONAL);
        look("a", 24, 3);
        assertThat(last()).isEqualTo(State.CONFIRMED);
        look("a", 36, 1);
        look("a", 48, 1);
        assertThat(last()).isEqualTo(State.CONFIRMED);
        look("a", 60, 1);
        assertThat(last()).isEqualTo(State.FINISHED);
        assertThat(Arrays.stream(places.standings()).limit(LAST))
                .allMatch(standing -> standing.state() == State.NONE);
    }

    @Test
    void twoSeriesThatBecameProvisionalConfirmEachOther() {
        look("a", 0, 3);
        look("b", 10, 3);
        look("a", 12, 3);
        assertThat(last()).isEqualTo(State.PROVISIONAL);
        look("b", 22, 3);

        assertThat(last()).isEqualTo(State.CONFIRMED);
        assertThat(places.dates().get(LAST))
                .contains(new ScoredPlaces.Dates(day(0), day(12), day(22)));
        assertThat(places.dates().get(0)).isEmpty();
    }

    @Test
    void aLookWithoutAnyScoreChangesNothingNotEvenAGap() {
        look("a", 0, 3);
        look("a", 12, 3);
        look("a", 24, 3);
        var empty = new float[PLACES];
        Arrays.fill(empty, NOTHING);

        assertThat(places.look("b", day(1000), empty)).isFalse();
        assertThat(last()).isEqualTo(State.CONFIRMED);
    }

    @Test
    void aPlaceThatALookDoesNotShowStaysAsItIs() {
        look("a", 0, 3);
        look("a", 12, NOTHING);
        assertThat(last()).isEqualTo(State.FIRST);
        look("a", 24, 2.5f);
        assertThat(last()).as("not above the threshold").isEqualTo(State.NONE);
    }

    @Test
    void theBandIsThatOfTheMeanScore() {
        look("a", 0, 3);
        look("a", 12, 5.5f);
        assertThat(places.standings()[LAST].high()).isFalse();
        look("a", 24, 5.5f);
        assertThat(places.standings()[LAST].high()).isTrue();
    }

    @Test
    void looksOfAnotherSizeOrOutOfOrderAreRefused() {
        look("a", 12, 3);
        assertThatThrownBy(() -> places.look("a", day(13), new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 places (expected: 70");
        assertThatThrownBy(() -> look("a", 0, 3)).hasMessageContaining("not before 2024-01-13");
    }
}
