package io.groundtrack.operators.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.ChangeState;
import io.groundtrack.schemas.PatchOutcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** A new model starts its own histories; what the old one said stands until it is finished. */
class ModelChangeTest {

    private static final String OLD = "csmoe-nano-00000001";
    private static final String NEW = "csmoe-nano-00000002";
    private static final Set<Integer> BURNT = Set.of(3, 4);
    private static final double EVERY = 12;

    private static Observations radar(String model) {
        return Story.radar().byModel(model);
    }

    /** Looks of a model, every twelve days: quiet, then with these cells changed from a day on. */
    private static List<PatchOutcome> looks(
            String model, double from, int count, double event, Set<Integer> cells) {
        var looks = new ArrayList<PatchOutcome>();
        for (int i = 0; i < count; i++) {
            double day = from + EVERY * i;
            looks.add(Story.look(radar(model), day, day >= event ? cells : Set.of()));
        }
        return looks;
    }

    private static List<PatchOutcome> both(List<PatchOutcome> one, List<PatchOutcome> other) {
        var both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    /** All that the new model sees differs from what the old one saw, at every cell. */
    @Test
    void noDistanceIsTakenAcrossModels() {
        var old = looks(OLD, 0, 40, 1e9, Set.of());
        var shifted = Set.of(0, 1, 2, 3, 4, 5, 6, 7, 8);
        double change = 40 * EVERY;

        assertThat(Story.alerts(both(old, looks(OLD, change, 30, change, shifted))))
                .as("the same looks by one model")
                .isNotEmpty();
        assertThat(Story.alerts(both(old, looks(NEW, change, 30, change, shifted)))).isEmpty();
    }

    @Test
    void theNewModelSpeaksOnceItHasSeenACellAsOftenAsBurnInAsks() {
        int burnIn = Story.OPTIONS.burnIn();
        double change = 40 * EVERY;
        var old = looks(OLD, 0, 40, 1e9, Set.of());

        double within = change + EVERY * (burnIn - 4);
        assertThat(Story.alerts(both(old, looks(NEW, change, burnIn - 1, within, BURNT))))
                .isEmpty();
        double after = change + EVERY * (burnIn + 5);
        var alerts = Story.alerts(both(old, looks(NEW, change, burnIn + 10, after, BURNT)));
        assertThat(alerts).hasSize(1);
        assertThat(alerts.get(0).getState()).isEqualTo(ChangeState.CONFIRMED);
        assertThat(alerts.get(0).getModelId()).isEqualTo(NEW);
        assertThat(alerts.get(0).getCells())
                .containsExactlyElementsOf(BURNT.stream().sorted().toList());
        assertThat(alerts.get(0).getFirst()).isEqualTo(Observations.day(after));
    }

    @Test
    void whatTheOldModelConfirmedStandsUntilTheGapFinishesIt() {
        double event = 36 * EVERY;
        double change = 40 * EVERY;
        var old = looks(OLD, 0, 40, event, BURNT);
        int within = (int) (Story.OPTIONS.gap().toDays() / EVERY) - 1;

        var standing = Story.alerts(both(old, looks(NEW, change, within, 1e9, Set.of())));
        assertThat(standing).hasSize(1);
        assertThat(standing.get(0).getState()).isEqualTo(ChangeState.CONFIRMED);
        assertThat(standing.get(0).getModelId()).isEqualTo(OLD);

        var finished = Story.alerts(both(old, looks(NEW, change, within + 3, 1e9, Set.of())));
        assertThat(finished).hasSize(1);
        assertThat(finished.get(0).getId()).isEqualTo(standing.get(0).getId());
        assertThat(finished.get(0).getState()).isEqualTo(ChangeState.FINISHED);
    }

    /** Two series of one model may; two models that see the same ground at once may not. */
    @Test
    void twoModelsNeverConfirmEachOther() {
        double event = 38 * EVERY;
        var old = looks(OLD, 0, 40, event, BURNT);
        var other = new ArrayList<PatchOutcome>();
        for (var look : looks(OLD, 2, 40, event, BURNT)) {
            other.add(onOrbit(44, OLD, look));
        }
        var ofNew = new ArrayList<PatchOutcome>();
        for (var look : other) {
            ofNew.add(onOrbit(44, NEW, look));
        }

        assertThat(Story.alerts(both(old, other)))
                .allMatch(alert -> alert.getState() == ChangeState.CONFIRMED)
                .isNotEmpty();
        assertThat(Story.alerts(both(old, ofNew)))
                .allMatch(alert -> alert.getState() == ChangeState.PROVISIONAL)
                .isNotEmpty();
    }

    /** The same look, on another orbit and by another model. */
    private static PatchOutcome onOrbit(int orbit, String model, PatchOutcome look) {
        var copy = PatchOutcome.newBuilder(look).build();
        var pass = "S1-RTC_R%03d_%d".formatted(orbit, look.getAcquisitionTime().toEpochMilli());
        copy.setPassId(pass);
        copy.setRelativeOrbit(orbit);
        copy.getEmbedding().setPassId(pass);
        copy.getEmbedding().setRelativeOrbit(orbit);
        copy.getEmbedding().setModelId(model);
        return copy;
    }

    /** Looks of both models, the old one's reprocessed by the new one or not. */
    @Property(tries = 200, seed = "20266", shrinking = ShrinkingMode.OFF)
    void orderOfArrivalDoesNotShowWhenTheModelChanges(@ForAll @LongRange(min = 0) long seed) {
        var random = new Random(seed);
        double change = EVERY * (20 + random.nextInt(20));
        double event = change + EVERY * (random.nextInt(40) - 20);
        var looks = new ArrayList<PatchOutcome>();
        for (double day = 0; day < change + 30 * EVERY; day += EVERY) {
            var model = day < change ? OLD : NEW;
            var cells = day >= event ? BURNT : Set.<Integer>of();
            looks.add(Story.look(radar(model), day, cells));
            if (model.equals(OLD) && random.nextInt(6) == 0) {
                var again = Story.look(radar(NEW), day, cells);
                again.setPassRevision(2);
                looks.add(again);
            }
        }
        var expected = Story.alerts(looks);
        Collections.shuffle(looks, random);

        assertThat(Story.alerts(looks)).isEqualTo(expected);
        Statistics.label("an alert")
                .collect(!expected.isEmpty())
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 30));
    }
}
