package io.groundtrack.operators.pairing;

import static io.groundtrack.testing.builders.GranuleBuilder.aGranule;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PairState;
import io.groundtrack.schemas.PassState;
import io.groundtrack.testing.builders.GranuleBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TilePairsTest {

    private static final Instant BEGINNING = Instant.parse("2024-03-01T10:00:00Z");
    private static final TilePairs.Rule AS_THE_JOB = TilePairs.Rule.of(PairingOptions.defaults());

    private static Granule s2(int day, int firstRow, int lastRow) {
        return on(aGranule().s2().relativeOrbit(22), day, "s2", firstRow, lastRow);
    }

    /** Each day on an orbit of its own, so that two days are two passes. */
    private static Granule s1(int day, int firstRow, int lastRow) {
        return on(aGranule().s1().relativeOrbit(30 + 5 * day), day, "s1", firstRow, lastRow);
    }

    private static Granule on(
            GranuleBuilder granule, int day, String sensor, int firstRow, int lastRow) {
        return granule.acquired(BEGINNING.plus(Duration.ofDays(day)))
                .productKey(sensor + "-" + day + "-" + firstRow)
                .named(sensor + "-" + day + "-" + firstRow + "-" + lastRow)
                .rows(firstRow, lastRow)
                .columns(0, 3)
                .version("05.00", BEGINNING)
                .build();
    }

    private static Map<String, String> partners(TilePairs.Found found) {
        var partners = new LinkedHashMap<String, String>();
        found.pairs().forEach(pair -> partners.put(pair.s2Pass(), pair.s1Pass()));
        return partners;
    }

    private static String passOf(Granule granule) {
        return granule.getShare().getPassId();
    }

    @Property(tries = 1000, seed = "1")
    void pairsAreThoseThatTheJobArrivesAt(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 39) Integer> picks) {
        var arrivals =
                picks.stream()
                        .map(
                                pick ->
                                        pick % 2 == 0
                                                ? s2(pick / 4 % 3 * 10, pick / 2 % 2 * 2, 3)
                                                : s1(pick / 4, 0, pick / 2 % 2 * 2 + 1))
                        .toList();
        var granules = new HashMap<String, Granule>();
        var pairs = new HashMap<String, PairState>();
        var passes = new HashMap<String, PassState>();
        arrivals.forEach(
                arrival ->
                        new TileBook(PairingOptions.defaults(), granules, passes, pairs, null)
                                .apply(arrival, BEGINNING));
        var expected = new HashMap<String, String>();
        pairs.values().stream()
                .filter(pair -> !pair.getS1Pass().isEmpty())
                .forEach(pair -> expected.put(pair.getS2Pass(), pair.getS1Pass()));

        var found = TilePairs.of(granules.values(), AS_THE_JOB);

        assertThat(partners(found)).isEqualTo(expected);
        assertThat(found.s1Passes() + found.s2Passes()).isEqualTo(passes.size());
        for (var pair : found.pairs()) {
            assertThat(pair.patches())
                    .isEqualTo(Packed.bits(pairs.get(pair.s2Pass()).getPatches()).cardinality());
        }
    }

    @Test
    void bothStripsOfARowHoldThePatchesThatBothPassesTouch() {
        var found = TilePairs.of(List.of(s2(0, 0, 5), s1(1, 2, 9)), AS_THE_JOB);

        var pair = found.pairs().get(0);
        assertThat(pair.patches()).isEqualTo(4 * 4);
        assertThat(pair.rows()).hasSize(4);
        for (var rows : pair.rows()) {
            assertThat(rows.s2().getFrame().getPatches())
                    .isEqualTo(rows.s1().getFrame().getPatches());
            assertThat(rows.s2().getGranules()).hasSize(1);
            assertThat(rows.s1().getPassId()).isEqualTo(passOf(s1(1, 2, 9)));
        }
    }

    @Test
    void aLongerWindowFindsPartnersThatMonitoringWouldNot() {
        var granules = List.of(s2(0, 0, 3), s1(20, 0, 3));
        var month = new TilePairs.Rule(Duration.ofDays(30), 0.3, false, 1);

        assertThat(TilePairs.of(granules, AS_THE_JOB).pairs()).isEmpty();
        assertThat(TilePairs.of(granules, month).pairs()).hasSize(1);
    }

    @Test
    void everyPartnerWithinTheWindowIsTakenWhenAskedFor() {
        var granules = List.of(s2(0, 0, 3), s1(2, 0, 3), s1(-1, 0, 3), s1(9, 0, 3));
        var every = new TilePairs.Rule(Duration.ofDays(3), 0.3, true, 1);

        assertThat(TilePairs.of(granules, AS_THE_JOB).pairs())
                .extracting(TilePairs.Pair::s1Pass)
                .containsExactly(passOf(s1(-1, 0, 3)));
        assertThat(TilePairs.of(granules, every).pairs())
                .extracting(TilePairs.Pair::s1Pass)
                .containsExactly(passOf(s1(-1, 0, 3)), passOf(s1(2, 0, 3)));
    }
}
