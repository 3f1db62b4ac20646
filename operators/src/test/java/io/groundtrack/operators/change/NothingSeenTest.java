package io.groundtrack.operators.change;

import static io.groundtrack.operators.change.Story.alerts;
import static io.groundtrack.operators.change.Story.look;
import static io.groundtrack.operators.change.Story.quiet;
import static io.groundtrack.operators.change.Story.radar;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.PatchOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clouded, empty and repeated looks make no alert, and change none. */
class NothingSeenTest {

    private static final Set<Integer> TWO = Set.of(1, 2);
    private static final int COVERED_PIXELS = 100;

    /** Every cell bright enough for an alert, under cloud but for less than half of its pixels. */
    private static PatchOutcome clouded(double day) {
        return Observations.outcome(
                radar().embedding(day, (cell, number) -> Story.EVENT, cell -> COVERED_PIXELS), 1);
    }

    private static List<PatchOutcome> confirmed() {
        var story = new ArrayList<>(quiet(radar()));
        for (int day : new int[] {0, 12, 24}) {
            story.add(look(radar(), day, TWO));
        }
        return story;
    }

    @Test
    void cloudedLooksMakeNoAlert() {
        var story = new ArrayList<>(quiet(radar()));
        IntStream.range(0, 20).forEach(i -> story.add(clouded(12.0 * i)));
        assertThat(alerts(story)).isEmpty();
    }

    @Test
    void emptyLooksMakeNoAlert() {
        var story = new ArrayList<>(quiet(radar()));
        for (var kind : List.of(OutcomeKind.GATED, OutcomeKind.REJECTED, OutcomeKind.GONE)) {
            IntStream.range(0, 20)
                    .forEach(i -> story.add(radar().notSeen(12.0 * i + kind.ordinal(), 1, kind)));
        }
        assertThat(alerts(story)).isEmpty();
    }

    @Test
    void oneDisturbedLookRepeatedIsStillOneLook() {
        var story = new ArrayList<>(quiet(radar()));
        var disturbed = look(radar(), 0, TWO);
        IntStream.range(0, 20).forEach(i -> story.add(disturbed));
        assertThat(alerts(story)).isEmpty();
    }

    @Test
    void cloudedEmptyAndRepeatedLooksBetweenOthersChangeNothing() {
        var plain = confirmed();
        var story = new ArrayList<PatchOutcome>();
        for (var outcome : plain) {
            story.add(outcome);
            story.add(outcome);
        }
        for (int day : new int[] {-100, -5, 1, 6, 13, 20}) {
            story.add(clouded(day + 0.5));
            story.add(radar().notSeen(day + 0.25, 1, OutcomeKind.GATED));
        }
        assertThat(alerts(plain)).hasSize(1);
        assertThat(alerts(story)).isEqualTo(alerts(plain));
    }
}
