package io.groundtrack.operators.classification;

import static io.groundtrack.testing.builders.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.PatchPair;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.testing.builders.ObservationBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness declares close() throws Exception
class ClassifyPatchesHarnessTest {

    private static final Instant BEGINNING = Instant.parse("2024-03-01T10:00:00Z");
    private static final Duration HORIZON = Duration.ofDays(60);
    private static final Duration WINDOW = Duration.ofDays(3);
    private static final String PATCH = Ids.patch("33UUP", 30, 40);

    @Test
    void aPartnerThatComesLateReplacesWhatWasSaid() throws Exception {
        try (var patches = Patches.within(HORIZON, WINDOW)) {
            patches.take(s2("s2", 1, 0).outcome());
            patches.take(s1("s1", 1, 1).outcome());
            patches.take(pair("s2", "s1", 1));
            assertThat(patches.said)
                    .extracting(
                            Classification::getLive, Classification::getS1Pass, c -> c.getS2Pass())
                    .containsExactly(
                            tuple(true, null, "s2"),
                            tuple(true, "s1", null),
                            tuple(false, "s1", null),
                            tuple(true, "s1", "s2"));
            assertThat(patches.live).hasSize(1);
        }
    }

    @Test
    void aPairThatComesFirstWaitsForItsObservations() throws Exception {
        try (var patches = Patches.within(HORIZON, WINDOW)) {
            patches.take(pair("s2", "s1", 1));
            assertThat(patches.said).isEmpty();
            patches.take(s1("s1", 1, 1).outcome());
            patches.take(s2("s2", 1, 0).outcome());
            assertThat(patches.live.values())
                    .singleElement()
                    .extracting(Classification::getS1Pass)
                    .isEqualTo("s1");
        }
    }

    @Test
    void whatIsGoneIsTakenBackAndItsPartnerStandsAlone() throws Exception {
        try (var patches = Patches.within(HORIZON, WINDOW)) {
            patches.take(pair("s2", "s1", 1));
            patches.take(s1("s1", 1, 1).outcome());
            patches.take(s2("s2", 1, 0).outcome());
            patches.take(s2("s2", 2, 0).gone());
            assertThat(patches.live.values())
                    .singleElement()
                    .extracting(Classification::getS2Pass)
                    .isNull();
        }
    }

    @Test
    void lowerRevisionsAndRepeatsSayNothing() throws Exception {
        try (var patches = Patches.within(HORIZON, WINDOW)) {
            patches.take(s2("s2", 2, 0).outcome());
            patches.take(pair("s2", "s1", 2));
            patches.said.clear();
            patches.take(s2("s2", 2, 0).outcome());
            patches.take(s2("s2", 1, 0).gone());
            patches.take(pair("s2", null, 1));
            patches.take(s2("s2", 3, 0).outcome());
            assertThat(patches.said).isEmpty();
        }
    }

    @Test
    void anArrivalCostsOnlyTheScoresOfThePassesItTouches() throws Exception {
        var head = new FirstNumbers();
        try (var patches = new Patches(head, null, WINDOW, null)) {
            for (int i = 0; i < 50; i++) {
                patches.take(s2("s2-" + i, 1, 5 * i).outcome());
            }
            assertThat(head.calls()).isEqualTo(50);
            patches.take(pair("s2-7", "s1", 1));
            patches.take(s1("s1", 1, 36).outcome());
            assertThat(head.calls()).as("twice the pass whose pair it is").isEqualTo(52);
        }
    }

    @Test
    void whatWasSentIsNotChanged() throws Exception {
        try (var patches = Patches.within(HORIZON, WINDOW)) {
            var sent = s2("s2", 1, 0).outcome();
            var before = PatchOutcome.newBuilder(sent).build();
            patches.take(sent);
            patches.take(s2("s2", 2, 0).outcome());
            assertThat(sent.equals(before)).isTrue();
        }
    }

    @Test
    void anOutcomeBehindHorizonAndWindowGoesToTheSideOutput() throws Exception {
        try (var patches = Patches.within(HORIZON, WINDOW)) {
            patches.take(s2("new", 1, 100).outcome());
            patches.take(s2("late", 1, 36).outcome());
            patches.take(s2("in-time", 1, 37).outcome());
            assertThat(patches.live).hasSize(2);
            assertThat(patches.rejects())
                    .singleElement()
                    .satisfies(
                            reject -> {
                                assertThat(reject.getReason()).isEqualTo(RejectReason.TOO_LATE);
                                assertThat(reject.getStep()).isEqualTo("classify-patches");
                                assertThat(reject.getSubject())
                                        .isEqualTo(Ids.observation(PATCH, "late"));
                                assertThat(reject.getMessage()).contains("pairing.horizon PT1440H");
                            });
        }
    }

    @Test
    void whatIsGoneNeedsNoTimeOfItsOwn() throws Exception {
        try (var patches = Patches.within(HORIZON, WINDOW)) {
            patches.take(s2("s2", 1, 0).outcome());
            patches.take(s1("new", 1, 50).outcome());
            patches.take(s2("s2", 2, 0).acquired(Instant.EPOCH).gone());
            assertThat(patches.rejects()).isEmpty();
            assertThat(patches.live).hasSize(1);
            patches.take(s1("newer", 1, 55).outcome());
            patches.take(s2("s2", 1, 0).outcome());
            assertThat(patches.live).as("its revision is remembered").hasSize(2);
        }
    }

    @Test
    void aPairMovedAtTheHorizonFreesAPassTwoWindowsBeforeIt() throws Exception {
        try (var patches = Patches.within(HORIZON, WINDOW)) {
            patches.take(s1("a", 1, 3).outcome());
            patches.take(s2("y", 1, 6).outcome());
            patches.take(pair("y", "a", 1));
            patches.take(s1("new", 1, 69).gated("cloud"));
            patches.take(s1("b", 1, 9).outcome());
            patches.take(pair("y", "b", 2));
            assertThat(patches.live).containsOnlyKeys(PATCH + "|a", PATCH + "|y");
        }
    }

    @Test
    void aPassFreedAtTheHorizonMayBeTakenByAnotherThreeWindowsBeforeIt() throws Exception {
        try (var patches = Patches.within(HORIZON, WINDOW)) {
            patches.take(s2("x", 1, 0).outcome());
            patches.take(s1("a", 1, 3).outcome());
            patches.take(s2("y", 1, 6).outcome());
            patches.take(pair("x", "a", 1));
            patches.take(pair("y", "a", 1));
            patches.take(s1("new", 1, 69).gated("cloud"));
            patches.take(s1("b", 1, 9).outcome());
            patches.take(pair("y", "b", 2));
            assertThat(patches.live).containsOnlyKeys(PATCH + "|x", PATCH + "|y");
        }
    }

    @Test
    void stateIsGoneBehindTheHorizonAndWhatWasSaidStands() throws Exception {
        try (var patches = Patches.within(HORIZON, WINDOW)) {
            patches.take(s2("s2", 1, 0).outcome());
            patches.take(s1("s1", 1, 1).outcome());
            patches.take(pair("s2", "s1", 1));
            patches.take(s1("gone", 1, 1).gone());
            assertThat(patches.states()).as("outcomes, pairs, said, newest").isEqualTo(4);
            patches.take(s1("new", 1, 200).gated("cloud"));
            assertThat(patches.states()).as("its outcome, newest").isEqualTo(2);
            assertThat(patches.live).hasSize(1);
        }
    }

    @Test
    void withoutAHorizonNothingIsForgotten() throws Exception {
        try (var patches = Patches.within(null, WINDOW)) {
            patches.take(s2("s2", 1, 0).outcome());
            patches.take(s1("new", 1, 5000).outcome());
            patches.take(s1("s1", 1, 1).outcome());
            patches.take(pair("s2", "s1", 1));
            assertThat(patches.rejects()).isEmpty();
            assertThat(patches.live).hasSize(2);
        }
    }

    @Test
    void saysTheSameAfterRestoreFromSnapshot() throws Exception {
        var story =
                List.of(
                        pair("s2", "a", 1),
                        s1("a", 1, 1).outcome(),
                        s2("s2", 1, 0).outcome(),
                        s1("b", 1, 0).outcome(),
                        pair("s2", "b", 2),
                        s2("s2", 2, 0).gated("cloud"),
                        s2("s2", 3, 0).outcome());
        List<Classification> unbroken;
        try (var patches = Patches.within(HORIZON, WINDOW)) {
            for (var arrival : story) {
                patches.take(arrival);
            }
            unbroken = patches.said;
        }
        for (int cut = 1; cut < story.size(); cut++) {
            try (var before = Patches.within(HORIZON, WINDOW)) {
                for (var arrival : story.subList(0, cut)) {
                    before.take(arrival);
                }
                try (var after =
                        new Patches(new FirstNumbers(), HORIZON, WINDOW, before.snapshot())) {
                    for (var arrival : story.subList(cut, story.size())) {
                        after.take(arrival);
                    }
                    before.said.addAll(after.said);
                }
                assertThat(before.said.equals(unbroken)).as("restored at %d", cut).isTrue();
            }
        }
    }

    private static ObservationBuilder s1(String pass, int revision, int day) {
        return anObservation().s1().pass(pass).revision(revision).acquired(on(day)).vector(1);
    }

    private static ObservationBuilder s2(String pass, int revision, int day) {
        return anObservation().s2().pass(pass).revision(revision).acquired(on(day)).vector(1);
    }

    private static Instant on(int day) {
        return BEGINNING.plus(Duration.ofDays(day));
    }

    private static PatchPair pair(String s2Pass, String s1Pass, long revision) {
        return PatchPair.newBuilder()
                .setPatchId(PATCH)
                .setTile("33UUP")
                .setS2Pass(s2Pass)
                .setS1Pass(s1Pass)
                .setRevision(revision)
                .build();
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }
}
