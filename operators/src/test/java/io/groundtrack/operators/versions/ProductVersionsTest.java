package io.groundtrack.operators.versions;

import static io.groundtrack.testing.builders.GranuleBuilder.aGranule;
import static io.groundtrack.testing.builders.NoticeBuilder.aNotice;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.ProductState;
import io.groundtrack.testing.builders.NoticeBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ProductVersionsTest {

    private static final Instant SENSED = Instant.parse("2024-03-01T10:00:00Z");
    private static final Instant MADE = Instant.parse("2024-03-01T14:00:00Z");

    @Test
    void firstNoticeGivesAGranuleForEachTile() {
        var notice =
                version(1)
                        .onTiles(
                                aGranule().onTile("33UUP").share(),
                                aGranule().onTile("33UVP").share())
                        .build();
        assertThat(ProductVersions.next(null, notice).granules())
                .extracting(g -> g.getShare().getTile(), Granule::getLive)
                .containsExactlyInAnyOrder(tuple("33UUP", true), tuple("33UVP", true));
    }

    @Test
    void theSameNoticeAgainSaysNothingAndIsCounted() {
        var run = run(version(1).build(), version(1).sent(MADE.plusSeconds(9_000)).build());
        assertThat(run.emitted).hasSize(1);
        assertThat(run.ledger.getRepeated()).isEqualTo(1);
        assertThat(run.ledger.getLive()).isEqualTo(1);
    }

    @Test
    void higherBaselineSupersedesAndLowerArrivingLateDoesNot() {
        assertThat(run(version(1).build(), version(2).build()).live).containsValue("v2");
        assertThat(run(version(2).build(), version(1).build()).live).containsValue("v2");
    }

    @Test
    void aTileLostByAnUpdateIsADeleteThere() {
        var wide =
                version(1)
                        .onTiles(
                                aGranule().onTile("33UUP").share(),
                                aGranule().onTile("33UVP").share())
                        .build();
        var narrow = version(2).onTiles(aGranule().onTile("33UUP").share()).build();
        assertThat(run(wide, narrow).live).containsOnlyKeys("33UUP");
        assertThat(run(narrow, wide).live).containsOnlyKeys("33UUP");
    }

    @Test
    void aDeleteBeforeItsCreateIsRemembered() {
        var delete = version(1).deletes().sent(MADE.plusSeconds(60)).build();
        assertThat(run(delete, version(1).build()).live).isEmpty();
        assertThat(run(version(1).build(), delete).live).isEmpty();
    }

    @Test
    void aDeleteLeavesAHigherVersion() {
        var delete = version(1).deletes().sent(MADE.plusSeconds(60)).build();
        assertThat(run(version(2).build(), delete).live).containsValue("v2");
        assertThat(run(delete, version(1).build(), version(2).build()).live).containsValue("v2");
    }

    @Property(tries = 2000)
    void anyOrderOfTheSameNoticesLeavesTheSame(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 8) Integer> picks,
            @ForAll long seed) {
        var notices = new ArrayList<GranuleNotice>();
        for (int pick : picks) {
            // versions 1 to 3 as create, create said again later, delete
            var builder = version(1 + pick % 3);
            notices.add(
                    (pick / 3 == 2 ? builder.deletes() : builder)
                            .sent(MADE.plusSeconds(3_600L * (pick / 3)))
                            .build());
        }
        var inOrder = run(notices.toArray(GranuleNotice[]::new));
        Collections.shuffle(notices, new Random(seed));
        var shuffled = run(notices.toArray(GranuleNotice[]::new));
        assertThat(shuffled.live).isEqualTo(inOrder.live);
        assertThat(counts(shuffled.ledger)).isEqualTo(counts(inOrder.ledger));
        assertThat(counts(inOrder.ledger).stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(picks.size());
    }

    @Test
    void theLedgerTellsEveryVersionAndHowItStands() {
        var delete = version(2).deletes().sent(MADE.plusSeconds(60)).build();

        var ledger = run(version(1).build(), delete, version(4).build(), version(3).build()).ledger;

        assertThat(ledger.getVersions())
                .extracting(v -> v.getGranuleId() + " " + v.getStatus())
                .containsExactlyInAnyOrder("v1 deleted", "v2 delete", "v3 superseded", "v4 live");
        assertThat(ledger.getPasses()).hasSize(1);
        assertThat(ledger.getAnnounced()).isNotNull();
    }

    private static List<Integer> counts(LedgerEntry ledger) {
        return List.of(
                ledger.getLive(),
                ledger.getRepeated(),
                ledger.getSuperseded(),
                ledger.getDeleted());
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    private static NoticeBuilder version(int number) {
        return aNotice()
                .about(
                        aGranule()
                                .s2()
                                .acquired(SENSED)
                                .productKey("product")
                                .named("v" + number)
                                .version("0" + number + ".00", MADE.plusSeconds(number)));
    }

    private static Run run(GranuleNotice... notices) {
        var run = new Run();
        Arrays.stream(notices).forEach(run::take);
        return run;
    }

    private static final class Run {
        ProductState state;
        LedgerEntry ledger;
        final List<Granule> emitted = new ArrayList<>();
        final Map<String, String> live = new TreeMap<>();

        void take(GranuleNotice notice) {
            var decision = ProductVersions.next(state, notice);
            state = decision.state();
            ledger = decision.ledger();
            for (var granule : decision.granules()) {
                emitted.add(granule);
                if (granule.getLive()) {
                    live.put(granule.getShare().getTile(), granule.getGranuleId());
                } else {
                    live.remove(granule.getShare().getTile());
                }
            }
        }
    }
}
