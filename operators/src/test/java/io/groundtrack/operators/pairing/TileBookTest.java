package io.groundtrack.operators.pairing;

import static io.groundtrack.testing.builders.GranuleBuilder.aGranule;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PairState;
import io.groundtrack.schemas.PassState;
import io.groundtrack.schemas.PatchPair;
import io.groundtrack.schemas.Strip;
import io.groundtrack.testing.builders.GranuleBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TileBookTest {

    private static final Instant BEGINNING = Instant.parse("2024-03-01T10:00:00Z");
    private static final Instant MADE = Instant.parse("2024-04-01T00:00:00Z");
    private static final PairingOptions OPTIONS = PairingOptions.defaults();

    @Test
    void everyPatchOfANewPassIsCutOnce() {
        var book = new Book(OPTIONS);
        var changes = book.take(s2(0, 3).build());
        assertThat(changes.strips()).hasSize(4);
        assertThat(book.cut).hasSize(16);
    }

    @Test
    void aSiblingCutsOnlyThePatchesItTouches() {
        var book = new Book(OPTIONS);
        book.take(slice(0, 0, 3).build());
        var changes = book.take(slice(25, 3, 6).build());
        assertThat(patches(changes.strips())).isEqualTo(4 * 4);
        assertThat(changes.strips()).allSatisfy(s -> assertThat(s.getPassRevision()).isEqualTo(2));
        var seam =
                changes.strips().stream()
                        .filter(s -> s.getStripId().endsWith("|3"))
                        .findFirst()
                        .orElseThrow();
        assertThat(seam.getGranules()).hasSize(2);
    }

    @Test
    void aSiblingTakenAwayCutsWhatIsLeftAndSaysWhatIsGone() {
        var book = new Book(OPTIONS);
        book.take(slice(0, 0, 3).build());
        book.take(slice(25, 3, 6).build());
        var changes = book.take(slice(25, 3, 6).gone().build());
        assertThat(patches(changes.strips())).as("the seam is cut again").isEqualTo(4);
        assertThat(
                        changes.strips().stream()
                                .mapToInt(s -> Packed.bits(s.getGone()).cardinality())
                                .sum())
                .isEqualTo(12);
    }

    @Test
    void nearestS1PassWithinTheWindowIsThePartner() {
        var book = new Book(OPTIONS);
        book.take(s2(0, 3).build());
        book.take(s1(2, 44).build());
        book.take(s1(-1, 146).build());
        assertThat(book.partners).containsValue(passOf(s1(-1, 146)));
        assertThat(book.patchPairs).hasSize(16).containsValue(passOf(s1(-1, 146)));
    }

    @Test
    void anS1PassOutsideTheWindowIsNoPartner() {
        var book = new Book(OPTIONS);
        book.take(s2(0, 3).build());
        book.take(s1(4, 44).build());
        assertThat(book.partners).isEmpty();
    }

    @Test
    void anS1PassThatCoversTooLittleIsNoPartner() {
        var book = new Book(OPTIONS);
        book.take(s2(0, 9).build());
        book.take(s1(1, 44).rows(0, 1).columns(0, 3).build());
        assertThat(book.partners).isEmpty();
        book.take(s1(1, 44).rows(0, 9).columns(0, 1).version("05.01", MADE).build());
        assertThat(book.partners).hasSize(1);
    }

    @Test
    void anS1PassThatCoversNothingIsNoPartnerWhateverTheOverlap() {
        var book = new Book(new PairingOptions(Duration.ofDays(3), 0, null, 1));
        book.take(s2(0, 3).build());
        book.take(s1(1, 44).rows(5, 9).build());
        assertThat(book.partners).isEmpty();
    }

    @Test
    void tiesGoToTheLowerRelativeOrbit() {
        var book = new Book(OPTIONS);
        book.take(s2(0, 3).build());
        book.take(s1(1, 146).build());
        book.take(s1(-1, 44).build());
        assertThat(book.partners).containsValue(passOf(s1(-1, 44)));
    }

    @Test
    void aPairWhosePartnerGoesIsTakenBack() {
        var book = new Book(OPTIONS);
        book.take(s2(0, 3).build());
        book.take(s1(1, 44).build());
        book.take(s1(1, 44).gone().build());
        assertThat(book.partners).isEmpty();
        assertThat(book.patchPairs).isEmpty();
    }

    @Test
    void oneS1PassMayServeSeveralS2Passes() {
        var book = new Book(OPTIONS);
        book.take(s1(0, 44).build());
        book.take(s2(-2, 3).build());
        book.take(s2(2, 3).relativeOrbit(122).build());
        assertThat(book.partners).hasSize(2);
    }

    @Test
    void whatComesAfterTheHorizonIsLateAndChangesNothing() {
        var book = new Book(OPTIONS);
        book.take(s2(100, 3).build());
        var changes = book.take(s2(0, 3).build());
        assertThat(changes.late()).isTrue();
        assertThat(changes.strips()).isEmpty();
        assertThat(book.granules).hasSize(1);
    }

    @Test
    void withoutAHorizonNothingIsLate() {
        var book = new Book(new PairingOptions(Duration.ofDays(3), 0.3, null, 1));
        book.take(s2(1000, 3).build());
        assertThat(book.take(s2(0, 3).build()).late()).isFalse();
    }

    @Test
    void theSameDeliveryToldLaterCutsNothing() {
        var book = new Book(OPTIONS);
        book.take(s2(0, 3).build());
        var again = s2(0, 3).build();
        again.getVersion().setEventTime(MADE.plusSeconds(60));
        var changes = book.take(again);
        assertThat(changes.strips()).isEmpty();
        assertThat(changes.ledger()).isEmpty();
        assertThat(book.granules.values())
                .singleElement()
                .satisfies(g -> assertThat(g.getVersion().getEventTime()).isAfter(MADE));
    }

    @Test
    void aRepeatOfThePartnerDoesNotRaiseTheRevision() {
        var book = new Book(OPTIONS);
        book.take(s2(0, 3).build());
        book.take(s1(1, 44).build());
        book.take(s1(1, 44).build());
        book.take(s1(2, 146).build());
        assertThat(book.pairs.values()).extracting(PairState::getRevision).containsExactly(1L);
        book.take(s1(0, 15).build());
        assertThat(book.pairs.values()).extracting(PairState::getRevision).containsExactly(2L);
    }

    @Test
    void aPreferredOrbitWithinTheWindowComesBeforeANearerPass() {
        var book = new Book(OPTIONS.preferring(146, 44));
        book.take(s2(0, 3).build());
        book.take(s1(1, 15).build());
        assertThat(book.partners).containsValue(passOf(s1(1, 15)));
        book.take(s1(2, 44).build());
        assertThat(book.partners).containsValue(passOf(s1(2, 44)));
        book.take(s1(-3, 146).build());
        assertThat(book.partners).containsValue(passOf(s1(-3, 146)));
    }

    @Test
    void siblingsThatArriveWhileAPassIsHeldAreCutWithItOnce() {
        var book = new Book(OPTIONS.waiting(Duration.ofMinutes(10)));
        assertThat(book.take(slice(0, 0, 3).build()).strips()).isEmpty();
        book.clock = book.clock.plusSeconds(300);
        assertThat(book.take(slice(25, 3, 6).build()).strips()).isEmpty();
        assertThat(book.release(MADE.plusSeconds(599))).isEmpty();
        var strips = book.release(MADE.plusSeconds(600));
        assertThat(patches(strips)).isEqualTo(7 * 4);
        assertThat(strips).allSatisfy(s -> assertThat(s.getPassRevision()).isEqualTo(2));
        assertThat(book.release(Instant.MAX)).isEmpty();
    }

    @Test
    void aPassThatIsHeldIsPairedAtOnceAndNotForgotten() {
        var book = new Book(OPTIONS.waiting(Duration.ofMinutes(10)));
        book.take(s2(0, 3).build());
        book.take(s1(1, 44).build());
        assertThat(book.partners).hasSize(1);
        book.forgetBefore(BEGINNING.plus(Duration.ofDays(100)));
        assertThat(patches(book.release(Instant.MAX))).isEqualTo(16 + 100);
        book.forgetBefore(BEGINNING.plus(Duration.ofDays(100)));
        assertThat(book.granules).isEmpty();
        assertThat(book.passes).isEmpty();
    }

    @Test
    void whatIsGoneIsToldAtOnceThoughItWasHeld() {
        var book = new Book(OPTIONS.waiting(Duration.ofMinutes(10)));
        book.take(s2(0, 3).build());
        var changes = book.take(s2(0, 3).gone().build());
        assertThat(changes.strips())
                .isNotEmpty()
                .allSatisfy(s -> assertThat(s.getGranules()).isEmpty());
        assertThat(book.release(Instant.MAX)).isEmpty();
    }

    private static GranuleBuilder s2(int day, int lastRow) {
        return aGranule()
                .s2()
                .acquired(BEGINNING.plus(Duration.ofDays(day)))
                .relativeOrbit(22)
                .productKey("s2-" + day)
                .rows(0, lastRow)
                .columns(0, 3)
                .version("05.00", MADE);
    }

    private static GranuleBuilder s1(int day, int orbit) {
        return aGranule()
                .s1()
                .acquired(BEGINNING.plus(Duration.ofDays(day)))
                .relativeOrbit(orbit)
                .productKey("s1-" + day + "-" + orbit)
                .rows(0, 9)
                .columns(0, 9)
                .version("05.00", MADE);
    }

    private static GranuleBuilder slice(int seconds, int firstRow, int lastRow) {
        return aGranule()
                .s1()
                .acquired(BEGINNING.plusSeconds(seconds))
                .relativeOrbit(44)
                .productKey("slice-" + seconds)
                .named("slice-" + seconds)
                .rows(firstRow, lastRow)
                .columns(0, 3)
                .version("05.00", MADE);
    }

    private static String passOf(GranuleBuilder granule) {
        return granule.build().getShare().getPassId();
    }

    private static int patches(List<Strip> strips) {
        return strips.stream()
                .mapToInt(s -> Packed.bits(s.getFrame().getPatches()).cardinality())
                .sum();
    }

    /** The book with what its readers would know. */
    private static final class Book {
        final PairingOptions options;
        final Map<String, Granule> granules = new HashMap<>();
        final Map<String, PassState> passes = new HashMap<>();
        final Map<String, PairState> pairs = new HashMap<>();
        final Map<String, String> partners = new TreeMap<>();
        final Map<String, String> patchPairs = new TreeMap<>();
        final Map<String, List<String>> cut = new TreeMap<>();
        Instant newest;
        Instant clock = MADE;

        Book(PairingOptions options) {
            this.options = options;
        }

        TileBook.Changes take(Granule arrival) {
            var changes = book().apply(arrival, clock);
            if (!changes.late()
                    && (newest == null || arrival.getAcquisitionTime().isAfter(newest))) {
                newest = arrival.getAcquisitionTime();
            }
            changes.pairs().forEach(this::take);
            changes.strips().forEach(this::take);
            partners.clear();
            pairs.values().stream()
                    .filter(p -> !p.getS1Pass().isEmpty())
                    .forEach(p -> partners.put(p.getS2Pass(), p.getS1Pass()));
            return changes;
        }

        List<Strip> release(Instant now) {
            return book().release(now);
        }

        void forgetBefore(Instant oldest) {
            book().forgetBefore(oldest);
        }

        private TileBook book() {
            return new TileBook(options, granules, passes, pairs, newest);
        }

        private void take(PatchPair pair) {
            var key = pair.getPatchId() + "|" + pair.getS2Pass();
            if (pair.getS1Pass() == null) {
                patchPairs.remove(key);
            } else {
                patchPairs.put(key, pair.getS1Pass());
            }
        }

        private void take(Strip strip) {
            Packed.bits(strip.getGone()).stream()
                    .forEach(b -> cut.remove(strip.getPassId() + "/" + b));
            Packed.bits(strip.getFrame().getPatches()).stream()
                    .forEach(
                            b ->
                                    cut.put(
                                            strip.getPassId() + "/" + b,
                                            strip.getGranules().stream()
                                                    .filter(
                                                            g ->
                                                                    Packed.bits(
                                                                                    g.getShare()
                                                                                            .getPatches())
                                                                            .get(b))
                                                    .map(Granule::getGranuleId)
                                                    .toList()));
        }
    }
}
