package io.groundtrack.operators.versions;

import static io.groundtrack.testing.builders.GranuleBuilder.aGranule;
import static io.groundtrack.testing.builders.NoticeBuilder.aNotice;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.testing.builders.NoticeBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness declares close() throws Exception
class ResolveGranuleVersionsHarnessTest {

    private static final Instant MADE = Instant.parse("2024-03-01T14:00:00Z");
    private static final Duration REMEMBER = Duration.ofDays(30);

    @Test
    void tellsTheGranulesThatChangedAndALedgerLineForEachNotice() throws Exception {
        try (var harness = harness(REMEMBER)) {
            harness.open();
            take(harness, version(1).build(), version(1).build(), version(2).build());
            assertThat(harness.extractOutputValues())
                    .extracting(Granule::getGranuleId)
                    .containsExactly("v1", "v2");
            assertThat(ledger(harness))
                    .extracting(LedgerEntry::getRevision)
                    .containsExactly(1L, 2L, 3L);
            assertThat(ledger(harness).get(2).getSuperseded()).isEqualTo(1);
            assertThat(ledger(harness).get(2).getRepeated()).isEqualTo(1);
        }
    }

    @Test
    void stateIsGoneWhenNoNoticeCameForTheTimeItIsRemembered() throws Exception {
        try (var harness = harness(REMEMBER)) {
            harness.open();
            harness.setProcessingTime(0);
            take(harness, version(1).build());
            harness.setProcessingTime(REMEMBER.toMillis() - 1);
            take(harness, version(1).build());
            harness.setProcessingTime(REMEMBER.toMillis() + 1);
            assertThat(harness.numKeyedStateEntries()).as("the timer moved").isPositive();
            assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);
            harness.setProcessingTime(2 * REMEMBER.toMillis());
            assertThat(harness.numKeyedStateEntries()).isZero();
            assertThat(harness.numProcessingTimeTimers()).isZero();
        }
    }

    @Test
    void withoutALimitNothingIsForgotten() throws Exception {
        try (var harness = harness(null)) {
            harness.open();
            take(harness, version(1).build());
            assertThat(harness.numProcessingTimeTimers()).isZero();
            harness.setProcessingTime(Duration.ofDays(100_000).toMillis());
            take(harness, version(1).build());
            assertThat(harness.extractOutputValues()).hasSize(1);
        }
    }

    @Test
    void aDeleteOfWhatWasForgottenReachesTheTiles() throws Exception {
        try (var harness = harness(REMEMBER)) {
            harness.open();
            take(harness, version(1).build());
            harness.setProcessingTime(2 * REMEMBER.toMillis());
            take(harness, version(1).deletes().sent(MADE.plusSeconds(60)).build());
            assertThat(harness.extractOutputValues())
                    .extracting(Granule::getLive)
                    .containsExactly(true, false);
        }
    }

    @Test
    void resolvesTheSameAfterRestoreFromSnapshot() throws Exception {
        var notices =
                List.of(
                        version(2).build(),
                        version(1).build(),
                        version(2).deletes().sent(MADE.plusSeconds(60)).build(),
                        version(2).build(),
                        version(3).build());
        for (int cut = 1; cut < notices.size(); cut++) {
            var said = new ArrayList<Granule>();
            try (var before = harness(REMEMBER)) {
                before.open();
                take(before, notices.subList(0, cut).toArray(GranuleNotice[]::new));
                said.addAll(before.extractOutputValues());
                try (var after = harness(REMEMBER)) {
                    after.initializeState(before.snapshot(1, 1));
                    after.open();
                    assertThat(after.numProcessingTimeTimers()).isEqualTo(1);
                    take(after, notices.subList(cut, notices.size()).toArray(GranuleNotice[]::new));
                    said.addAll(after.extractOutputValues());
                }
            }
            assertThat(said)
                    .extracting(Granule::getGranuleId, Granule::getLive)
                    .containsExactly(tuple("v2", true), tuple("v2", false), tuple("v3", true));
        }
    }

    @Test
    void namesOfStateArePinned() {
        assertThat(ResolveGranuleVersionsFunction.PRODUCT_STATE).isEqualTo("product");
    }

    private static NoticeBuilder version(int number) {
        return aNotice()
                .about(
                        aGranule()
                                .s2()
                                .productKey("product")
                                .named("v" + number)
                                .version("0" + number + ".00", MADE.plusSeconds(number)));
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, GranuleNotice, Granule> harness(
            Duration remember) throws Exception {
        var harness =
                new KeyedOneInputStreamOperatorTestHarness<String, GranuleNotice, Granule>(
                        new KeyedProcessOperator<>(new ResolveGranuleVersionsFunction(remember)),
                        GranuleNotice::getProductKey,
                        Types.STRING);
        ((SerializerConfigImpl) harness.getExecutionConfig().getSerializerConfig())
                .setGenericTypes(false);
        return harness;
    }

    private static void take(
            KeyedOneInputStreamOperatorTestHarness<String, GranuleNotice, Granule> harness,
            GranuleNotice... notices)
            throws Exception {
        for (var notice : notices) {
            harness.processElement(notice, notice.getAcquisitionTime().toEpochMilli());
        }
    }

    private static List<LedgerEntry> ledger(
            KeyedOneInputStreamOperatorTestHarness<String, GranuleNotice, Granule> harness) {
        var lines = new ArrayList<LedgerEntry>();
        harness.getSideOutput(ResolveGranuleVersionsFunction.LEDGER)
                .forEach(record -> lines.add(record.getValue()));
        return lines;
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }
}
