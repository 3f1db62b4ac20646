package io.groundtrack.operators.change;

import static io.groundtrack.operators.change.Observations.PATCH;
import static io.groundtrack.operators.change.Story.look;
import static io.groundtrack.operators.change.Story.optical;
import static io.groundtrack.operators.change.Story.quiet;
import static io.groundtrack.operators.change.Story.radar;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.SeriesEvidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The observations that the evidence names as before and after; cells 1 and 2 change at day 0. */
class EvidencePicturesTest {

    private static final Set<Integer> TWO = Set.of(1, 2);

    private final List<PatchOutcome> story = new ArrayList<>(quiet(radar()));

    private void disturb(int... days) {
        for (int day : days) {
            story.add(look(radar(), day, TWO));
        }
    }

    /** A quiet look that shows all cells but these. */
    private static PatchOutcome clouded(double day, Set<Integer> cells) {
        return Observations.outcome(
                radar().embedding(
                                day,
                                (cell, number) -> Story.quietValue(day),
                                cell -> cells.contains(cell) ? 10 : 225),
                1);
    }

    private static String observation(Observations series, double day) {
        return PATCH + "|" + series.passId(day);
    }

    private SeriesEvidence only() {
        var alerts = Story.alerts(story);
        assertThat(alerts).hasSize(1);
        assertThat(alerts.get(0).getEvidence()).hasSize(1);
        return alerts.get(0).getEvidence().get(0);
    }

    @Test
    void theLastLookBeforeTheFirstAndTheLastAboveAreNamed() {
        disturb(0, 12, 24);
        story.add(look(radar(), 36, Set.of()));

        assertThat(only().getBefore()).isEqualTo(observation(radar(), -12));
        assertThat(only().getAfter()).isEqualTo(observation(radar(), 24));
    }

    @Test
    void aLookThatDoesNotShowTheCellsIsNoPictureOfThem() {
        story.add(clouded(-6, TWO));
        disturb(0, 12);

        assertThat(only().getBefore()).isEqualTo(observation(radar(), -12));
    }

    @Test
    void whereCellsDifferTheLookThatShowedMostOfThemIsNamed() {
        story.add(clouded(-6, TWO)); // shows cell 3
        for (int day : new int[] {0, 12}) {
            story.add(look(radar(), day, Set.of(1, 2, 3)));
        }
        assertThat(only().getBefore()).isEqualTo(observation(radar(), -12));

        story.add(clouded(-3, Set.of(3)));
        assertThat(only().getBefore()).isEqualTo(observation(radar(), -3));
    }

    @Test
    void aLateLookOrOneTakenBackMovesThePicture() {
        disturb(0, 12);
        story.add(look(radar(), -6, Set.of()));
        assertThat(only().getBefore()).isEqualTo(observation(radar(), -6));

        story.add(radar().notSeen(-6, 2, OutcomeKind.GONE));
        assertThat(only().getBefore()).isEqualTo(observation(radar(), -12));
    }

    @Test
    void eachSeriesNamesItsOwn() {
        story.addAll(quiet(optical()));
        disturb(0, 12);
        for (int day : new int[] {1, 13}) {
            story.add(look(optical(), day, TWO));
        }

        var evidence = Story.alerts(story).get(0).getEvidence();

        assertThat(evidence)
                .extracting(SeriesEvidence::getBefore)
                .containsExactly(observation(radar(), -12), observation(optical(), -12));
        assertThat(evidence)
                .extracting(SeriesEvidence::getAfter)
                .containsExactly(observation(radar(), 12), observation(optical(), 13));
    }

    /** Half a year of clouds over the cells before they change: what showed them has settled. */
    @Test
    void aLookThatHasSettledIsNamedWhateverTheOrderWithinTheHorizon() {
        for (int day = 0; day < 180; day += 6) {
            story.add(clouded(day, TWO));
        }
        disturb(180, 192, 204, 216, 228);
        for (int day = 240; day < 360; day += 12) {
            story.add(clouded(day, Set.of()));
        }
        for (int seed = 0; seed < 20; seed++) {
            var told = told(shuffled(new Random(seed)));
            assertThat(told).hasSize(1);
            var series = told.get(0).getEvidence().get(0);
            assertThat(series.getBefore()).isEqualTo(observation(radar(), -12));
            assertThat(series.getAfter()).isEqualTo(observation(radar(), 228));
        }
    }

    /** In parts of four, which stay within the horizon. */
    private List<PatchOutcome> shuffled(Random random) {
        var looks = new ArrayList<PatchOutcome>();
        for (int from = 0; from < story.size(); from += 4) {
            var part = new ArrayList<>(story.subList(from, Math.min(story.size(), from + 4)));
            Collections.shuffle(part, random);
            looks.addAll(part);
        }
        return looks;
    }

    private static List<Change> told(List<PatchOutcome> looks) {
        var options = Story.OPTIONS.withHorizon(Duration.ofDays(60));
        var patch = new LivePatch(options, Story.THRESHOLDS, looks.get(0));
        looks.forEach(patch::take);
        return List.copyOf(patch.live().values());
    }
}
