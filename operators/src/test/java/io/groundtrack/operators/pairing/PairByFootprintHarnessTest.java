package io.groundtrack.operators.pairing;

import static io.groundtrack.testing.builders.GranuleBuilder.aGranule;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.DayState;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.PairState;
import io.groundtrack.schemas.PassState;
import io.groundtrack.schemas.PatchPair;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Strip;
import io.groundtrack.testing.builders.GranuleBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness declares close() throws Exception
class PairByFootprintHarnessTest {

    private static final Instant BEGINNING = Instant.parse("2024-03-01T10:00:00Z");
    private static final String TILE = "33UUP";
    private static final PairingOptions WAITING =
            PairingOptions.defaults().waiting(Duration.ofMinutes(10));

    @Test
    void stripsGoOnAndPairsAndLedgerLinesLeaveByTheSide() throws Exception {
        try (var harness = harness()) {
            harness.open();
            take(harness, s2(0).build(), s1(1).build());
            assertThat(harness.extractOutputValues())
                    .extracting(Strip::getPassId)
                    .containsExactly("s2-0", "s2-0", "s1-1", "s1-1");
            assertThat(side(harness, PairByFootprintFunction.PAIRS))
                    .hasSize(4)
                    .allSatisfy(pair -> assertThat(pair.getS1Pass()).isEqualTo("s1-1"));
            assertThat(side(harness, PairByFootprintFunction.LEDGER))
                    .extracting(LedgerEntry::getKind)
                    .containsExactly(LedgerKind.PASS, LedgerKind.PASS, LedgerKind.PAIR);
        }
    }

    @Test
    void aGranuleBehindTheHorizonGoesToTheSideOutput() throws Exception {
        try (var harness = harness()) {
            harness.open();
            take(harness, s2(100).build());
            take(harness, s2(39).named("late").readFrom("sentinel2.notices", 1, 7).build());
            take(harness, s2(40).build());
            assertThat(side(harness, PairByFootprintFunction.REJECTS))
                    .singleElement()
                    .satisfies(
                            reject -> {
                                assertThat(reject.getReason()).isEqualTo(RejectReason.TOO_LATE);
                                assertThat(reject.getStep()).isEqualTo("pair-by-footprint");
                                assertThat(reject.getSubject()).isEqualTo("late");
                                assertThat(reject.getOrigin().getTopic())
                                        .isEqualTo("sentinel2.notices");
                                assertThat(reject.getOrigin().getPartition()).isEqualTo(1);
                                assertThat(reject.getOrigin().getOffset()).isEqualTo(7);
                                assertThat(reject.getMessage()).contains("33UUP", "PT1440H");
                            });
            assertThat(harness.extractOutputValues()).hasSize(4);
            assertThat(side(harness, PairByFootprintFunction.LEDGER))
                    .filteredOn(line -> line.getStatus().equals("late"))
                    .singleElement()
                    .satisfies(
                            line -> {
                                assertThat(line.getKind()).isEqualTo(LedgerKind.PRODUCT);
                                assertThat(line.getTile()).isEqualTo(TILE);
                                assertThat(line.getDetail()).isEqualTo("late");
                            });
        }
    }

    @Test
    void whatIsHeldGoesOutWhenItsTimeHasCome() throws Exception {
        try (var harness = harness(WAITING)) {
            harness.open();
            harness.setProcessingTime(1_000);
            take(harness, s2(0).build(), s1(1).build());
            assertThat(harness.extractOutputValues()).isEmpty();
            harness.setProcessingTime(600_999);
            assertThat(harness.extractOutputValues()).isEmpty();
            harness.setProcessingTime(601_000);
            assertThat(harness.extractOutputValues())
                    .extracting(Strip::getPassId)
                    .containsExactlyInAnyOrder("s2-0", "s2-0", "s1-1", "s1-1");
            assertThat(harness.numEventTimeTimers()).isZero();
            assertThat(harness.numProcessingTimeTimers()).isZero();
        }
    }

    @Test
    void whatIsHeldGoesOutAtTheEndOfTheInput() throws Exception {
        try (var harness = harness(WAITING)) {
            harness.open();
            take(harness, s2(0).build());
            harness.processWatermark(Watermark.MAX_WATERMARK);
            assertThat(harness.getOutput().stream().filter(StreamRecord.class::isInstance).count())
                    .isEqualTo(2);
        }
    }

    @Test
    void whatIsHeldIsStillHeldAfterRestore() throws Exception {
        try (var before = harness(WAITING)) {
            before.open();
            take(before, s2(0).build());
            try (var after = harness(WAITING)) {
                after.initializeState(before.snapshot(1, 1));
                after.open();
                after.setProcessingTime(600_000);
                assertThat(after.extractOutputValues()).hasSize(2);
            }
        }
    }

    @Test
    void anIndexThatASavepointLacksIsMadeFromWhatIsKnown() throws Exception {
        try (var harness = harness()) {
            harness.open();
            take(harness, s2(0).build(), s1(20).build());
            state(harness, "days", Long.class, DayState.class).clear();
            take(harness, s1(1).build());
            assertThat(side(harness, PairByFootprintFunction.PAIRS)).hasSize(4);
            take(harness, s2(80).build());
            assertThat(keys(harness, "granules", Granule.class)).containsExactly("s1-20", "s2-80");
            assertThat(state(harness, "days", Long.class, DayState.class).keys()).hasSize(2);
        }
    }

    @Test
    void passesAreRememberedForTwoWindowsBehindTheHorizonAndThenDropped() throws Exception {
        try (var harness = harness()) {
            harness.open();
            take(harness, s2(0).build(), s1(1).build(), s2(20).build());
            take(harness, s1(66).build());
            assertThat(keys(harness, "granules", Granule.class))
                    .containsExactly("s1-1", "s1-66", "s2-0", "s2-20");
            take(harness, s1(80).build());
            assertThat(keys(harness, "granules", Granule.class))
                    .containsExactly("s1-66", "s1-80", "s2-20");
            assertThat(keys(harness, "passes", PassState.class))
                    .containsExactly("s1-66", "s1-80", "s2-20");
            assertThat(keys(harness, "pairs", PairState.class)).isEmpty();
        }
    }

    @Test
    void aPassIsDroppedWholeOrNotAtAll() throws Exception {
        try (var harness = harness()) {
            harness.open();
            var sibling = s1(0).productKey("sibling").acquired(BEGINNING.plusSeconds(50));
            take(harness, s1(0).build(), sibling.build());
            var between = BEGINNING.plusSeconds(25).plus(PairingOptions.defaults().remembered());
            take(harness, s1(70).acquired(between).build());
            assertThat(keys(harness, "granules", Granule.class))
                    .containsExactly("s1-0", "s1-70", "sibling");
            take(harness, s1(71).acquired(between.plusSeconds(30)).build());
            assertThat(keys(harness, "granules", Granule.class)).containsExactly("s1-70", "s1-71");
        }
    }

    @Test
    void aFartherPartnerAtTheHorizonDoesNotReplaceANearerOneBehindIt() throws Exception {
        try (var harness = harness()) {
            harness.open();
            take(harness, s2(10).build(), s1(8).build());
            take(harness, s2(72).build(), s1(13).build());
            assertThat(side(harness, PairByFootprintFunction.PAIRS))
                    .extracting(PatchPair::getS1Pass)
                    .containsOnly("s1-8");
        }
    }

    @Test
    void tellsTheSameAfterRestoreFromSnapshot() throws Exception {
        var arrivals =
                List.of(
                        s2(0).build(),
                        s1(2).build(),
                        s1(1).build(),
                        s1(1).gone().build(),
                        s2(0).rows(0, 0).version("06.00", BEGINNING).build(),
                        s2(70).build(),
                        s2(0).gone().build());
        List<String> unbroken;
        try (var harness = harness()) {
            harness.open();
            take(harness, arrivals.toArray(Granule[]::new));
            unbroken = told(harness);
        }
        for (int cut = 1; cut < arrivals.size(); cut++) {
            try (var before = harness()) {
                before.open();
                take(before, arrivals.subList(0, cut).toArray(Granule[]::new));
                try (var after = harness()) {
                    after.initializeState(before.snapshot(1, 1));
                    after.open();
                    take(after, arrivals.subList(cut, arrivals.size()).toArray(Granule[]::new));
                    var told = told(before);
                    told.addAll(told(after));
                    assertThat(told).containsExactlyInAnyOrderElementsOf(unbroken);
                }
            }
        }
    }

    private static GranuleBuilder s2(int day) {
        return granule(aGranule().s2(), "s2-" + day, day);
    }

    private static GranuleBuilder s1(int day) {
        return granule(aGranule().s1(), "s1-" + day, day);
    }

    private static GranuleBuilder granule(GranuleBuilder of, String pass, int day) {
        return of.onTile(TILE)
                .pass(pass)
                .productKey(pass)
                .acquired(BEGINNING.plus(Duration.ofDays(day)))
                .version("05.00", BEGINNING)
                .rows(0, 1)
                .columns(0, 1);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Granule, Strip> harness()
            throws Exception {
        return harness(PairingOptions.defaults());
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Granule, Strip> harness(
            PairingOptions options) throws Exception {
        var harness =
                new KeyedOneInputStreamOperatorTestHarness<String, Granule, Strip>(
                        new KeyedProcessOperator<>(new PairByFootprintFunction(options)),
                        granule -> granule.getShare().getTile(),
                        Types.STRING);
        ((SerializerConfigImpl) harness.getExecutionConfig().getSerializerConfig())
                .setGenericTypes(false);
        return harness;
    }

    private static void take(
            KeyedOneInputStreamOperatorTestHarness<String, Granule, Strip> harness,
            Granule... arrivals)
            throws Exception {
        for (var arrival : arrivals) {
            harness.processElement(arrival, arrival.getAcquisitionTime().toEpochMilli());
        }
    }

    private static <T> List<T> side(
            KeyedOneInputStreamOperatorTestHarness<String, Granule, Strip> harness,
            OutputTag<T> tag) {
        var values = new ArrayList<T>();
        var queue = harness.getSideOutput(tag);
        if (queue != null) {
            queue.forEach(record -> values.add(record.getValue()));
        }
        return values;
    }

    /** All that was told, in words short enough to read. */
    private static List<String> told(
            KeyedOneInputStreamOperatorTestHarness<String, Granule, Strip> harness) {
        var told = new ArrayList<String>();
        harness.extractOutputValues()
                .forEach(
                        s ->
                                told.add(
                                        s.getStripId()
                                                + " r"
                                                + s.getPassRevision()
                                                + " of "
                                                + s.getGranules().size()));
        side(harness, PairByFootprintFunction.PAIRS)
                .forEach(
                        p ->
                                told.add(
                                        p.getPatchId()
                                                + " "
                                                + p.getS2Pass()
                                                + " with "
                                                + p.getS1Pass()
                                                + " r"
                                                + p.getRevision()));
        side(harness, PairByFootprintFunction.REJECTS).forEach(r -> told.add(r.getId()));
        return told;
    }

    private static <V> Set<String> keys(
            KeyedOneInputStreamOperatorTestHarness<String, Granule, Strip> harness,
            String state,
            Class<V> type)
            throws Exception {
        var keys = new TreeSet<String>();
        state(harness, state, String.class, type).keys().forEach(keys::add);
        return keys;
    }

    private static <K, V> MapState<K, V> state(
            KeyedOneInputStreamOperatorTestHarness<String, Granule, Strip> harness,
            String state,
            Class<K> keys,
            Class<V> values)
            throws Exception {
        var backend =
                ((AbstractStreamOperator<?>) harness.getOperator()).<String>getKeyedStateBackend();
        backend.setCurrentKey(TILE);
        return backend.getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new MapStateDescriptor<>(state, keys, values));
    }
}
