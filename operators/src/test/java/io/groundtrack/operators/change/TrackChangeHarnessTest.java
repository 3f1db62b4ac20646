package io.groundtrack.operators.change;

import static io.groundtrack.operators.change.Observations.day;
import static io.groundtrack.operators.change.Story.look;
import static io.groundtrack.operators.change.Story.quiet;
import static io.groundtrack.operators.change.Story.radar;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.ChangeState;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.RejectReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness declares close() throws Exception
class TrackChangeHarnessTest {

    private static final Set<Integer> TWO = Set.of(1, 2);
    private static final ChangeOptions SIXTY_DAYS = Story.OPTIONS.withHorizon(Duration.ofDays(60));

    private static KeyedOneInputStreamOperatorTestHarness<String, PatchOutcome, Change> harness()
            throws Exception {
        var harness =
                new KeyedOneInputStreamOperatorTestHarness<String, PatchOutcome, Change>(
                        new KeyedProcessOperator<>(
                                new TrackChangeFunction(SIXTY_DAYS, Story.THRESHOLDS)),
                        PatchOutcome::getPatchId,
                        Types.STRING);
        ((SerializerConfigImpl) harness.getExecutionConfig().getSerializerConfig())
                .setGenericTypes(false);
        return harness;
    }

    private static List<PatchOutcome> story() {
        var story = new ArrayList<>(quiet(radar()));
        for (int day : new int[] {0, 12, 24}) {
            story.add(look(radar(), day, TWO));
        }
        return story;
    }

    private static void feed(
            KeyedOneInputStreamOperatorTestHarness<String, PatchOutcome, Change> harness,
            List<PatchOutcome> story)
            throws Exception {
        for (var outcome : story) {
            harness.processElement(outcome, outcome.getAcquisitionTime().toEpochMilli());
        }
    }

    private static List<Reject> rejects(
            KeyedOneInputStreamOperatorTestHarness<String, PatchOutcome, Change> harness) {
        var rejects = new ArrayList<Reject>();
        var queue = harness.getSideOutput(TrackChangeFunction.REJECTS);
        if (queue != null) {
            queue.forEach(record -> rejects.add(record.getValue()));
        }
        return rejects;
    }

    @Test
    void anAlertIsToldWhenItIsNewAndWhenItChanges() throws Exception {
        try (var harness = harness()) {
            harness.open();
            feed(harness, story());
            var said = harness.extractOutputValues();
            assertThat(said)
                    .extracting(Change::getState)
                    .containsExactly(ChangeState.PROVISIONAL, ChangeState.CONFIRMED);
            assertThat(said).extracting(Change::getRevision).containsExactly(0, 1);
            assertThat(said).extracting(Change::getId).containsOnly(said.get(0).getId());
        }
    }

    @Test
    void theSameOutcomeAgainSaysNothing() throws Exception {
        try (var harness = harness()) {
            harness.open();
            var story = story();
            feed(harness, story);
            feed(harness, story.subList(story.size() - 4, story.size()));
            assertThat(harness.extractOutputValues()).hasSize(2);
            assertThat(rejects(harness)).isEmpty();
        }
    }

    @Test
    void aLowerRevisionIsIgnored() throws Exception {
        try (var harness = harness()) {
            harness.open();
            feed(harness, story());
            feed(harness, List.of(radar().notSeen(24, 3, OutcomeKind.GONE)));
            feed(harness, List.of(radar().seen(24, 2, cell -> 20)));
            var live = Story.live(harness.extractOutputValues()).values();
            assertThat(live).extracting(Change::getState).containsExactly(ChangeState.PROVISIONAL);
        }
    }

    @Test
    void aGoneLookRetractsTheAlert() throws Exception {
        try (var harness = harness()) {
            harness.open();
            var story = story();
            feed(harness, story.subList(0, story.size() - 1));
            // the cutter knows no acquisition time of what is gone
            var gone = radar().notSeen(12, 2, OutcomeKind.GONE);
            gone.setAcquisitionTime(Instant.EPOCH);
            feed(harness, List.of(gone));
            assertThat(rejects(harness)).isEmpty();
            var said = harness.extractOutputValues();
            assertThat(said.get(said.size() - 1).getState()).isEqualTo(ChangeState.RETRACTED);
            assertThat(Story.live(said)).isEmpty();
        }
    }

    @Test
    void aLateLookThatMovesTheFirstDateSupersedesTheAlert() throws Exception {
        try (var harness = harness()) {
            harness.open();
            var story = story();
            story.remove(story.size() - 3); // the first event look comes last
            story.add(look(radar(), 36, TWO));
            feed(harness, story);
            feed(harness, List.of(look(radar(), 0, TWO)));
            var said = harness.extractOutputValues();
            assertThat(said)
                    .filteredOn(change -> change.getState() == ChangeState.SUPERSEDED)
                    .singleElement()
                    .satisfies(old -> assertThat(old.getFirst()).isEqualTo(day(12)));
            assertThat(Story.live(said).values())
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.getFirst()).isEqualTo(day(0)));
        }
    }

    @Test
    void whatIsOlderThanTheHorizonGoesToTheSideOutput() throws Exception {
        try (var harness = harness()) {
            harness.open();
            feed(harness, story());
            feed(harness, List.of(radar().seen(24 - 61, 2, cell -> 0)));
            feed(harness, List.of(radar().seen(24 - 60.0, 1, cell -> 0)));
            assertThat(rejects(harness))
                    .singleElement()
                    .satisfies(
                            reject -> {
                                assertThat(reject.getReason()).isEqualTo(RejectReason.TOO_LATE);
                                assertThat(reject.getStep()).isEqualTo("track-change");
                                assertThat(reject.getSubject()).contains(radar().passId(24 - 61));
                                assertThat(reject.getMessage()).contains("change.horizon");
                            });
        }
    }

    @Test
    void unreadableCellsGoToTheSideOutput() throws Exception {
        try (var harness = harness()) {
            harness.open();
            var outcome = look(radar(), 0, TWO);
            outcome.getEmbedding().getCells().setGrid(8);
            var cut = look(radar(), 12, TWO);
            cut.setKind(OutcomeKind.CUT);
            var nowhere = look(radar(), 24, TWO);
            nowhere.setEpsg(4326);
            feed(harness, List.of(outcome, cut, nowhere));
            assertThat(rejects(harness))
                    .extracting(Reject::getReason)
                    .containsOnly(RejectReason.FIELD_INVALID)
                    .hasSize(3);
        }
    }

    @Test
    void saysTheSameAfterRestoreFromSnapshot() throws Exception {
        var story = story();
        for (int cut = story.size() - 4; cut < story.size(); cut++) {
            OperatorSubtaskState snapshot;
            var said = new ArrayList<Change>();
            try (var harness = harness()) {
                harness.open();
                feed(harness, story.subList(0, cut));
                snapshot = harness.snapshot(1, 1);
                said.addAll(harness.extractOutputValues());
            }
            try (var harness = harness()) {
                harness.initializeState(snapshot);
                harness.open();
                feed(harness, story.subList(cut, story.size()));
                said.addAll(harness.extractOutputValues());
            }
            try (var harness = harness()) {
                harness.open();
                feed(harness, story);
                assertThat(said).isEqualTo(harness.extractOutputValues());
            }
        }
    }

    @Test
    void settledLooksAndFinishedAlertsLeaveTheState() throws Exception {
        try (var harness = harness()) {
            harness.open();
            feed(harness, story());
            var after = new ArrayList<PatchOutcome>();
            for (int day = 36; day <= 600; day += 12) {
                after.add(look(radar(), day, Set.of()));
            }
            feed(harness, after);
            assertThat(Story.live(harness.extractOutputValues()).values())
                    .singleElement()
                    .satisfies(
                            alert -> assertThat(alert.getState()).isEqualTo(ChangeState.FINISHED));
            // of the key: the head, the open looks, their pages and the folds, no alerts
            assertThat(harness.numKeyedStateEntries()).isEqualTo(4);
        }
    }

    @Test
    void stateIsNotSerializedByKryo() {
        var config = new SerializerConfigImpl();
        config.setGenericTypes(false);
        for (var type : List.of(Change.class, Reject.class, PatchOutcome.class)) {
            @SuppressWarnings({"unchecked", "rawtypes"})
            var serializer = new AvroTypeInfo(type).createSerializer(config);
            assertThat(serializer).isNotInstanceOf(KryoSerializer.class);
        }
    }

    @Test
    void theFunctionTravelsToTheWorkers() throws Exception {
        var entry = Story.THRESHOLDS.entries().get(0);
        var parsed = Thresholds.parse(Thresholds.of(List.of(entry)).json(), "test");
        var function = new TrackChangeFunction(ChangeOptions.defaults(), parsed);
        assertThat(InstantiationUtil.clone(function)).isNotSameAs(function);
    }

    @Test
    void namesOfStateArePinned() {
        assertThat(
                        List.of(
                                TrackChangeFunction.HISTORY,
                                TrackChangeFunction.OPEN_LOOKS,
                                TrackChangeFunction.PAGES,
                                TrackChangeFunction.FOLDS,
                                TrackChangeFunction.ALERTS,
                                TrackChangeFunction.STEP))
                .containsExactly(
                        "patch-history",
                        "open-looks",
                        "look-pages",
                        "series-folds",
                        "live-alerts",
                        "track-change");
    }
}
