package io.groundtrack.operators.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What change tracking keeps of a patch of 64 cells with m = 6, in the bytes that RocksDB and
 * savepoints hold; keys come on top. docs/scaling.md multiplies them out.
 */
class ChangeStateBytesTest {

    private static final Observations RADAR =
            Observations.ofPatch(8).withNumbers("VV.mean", "VV.sd", "VH.mean", "VH.sd");
    private static final Observations OPTICAL =
            Observations.ofPatch(8)
                    .sentinel2()
                    .withNumbers(
                            "B03.mean",
                            "B04.mean",
                            "B08.mean",
                            "B08.sd",
                            "B11.mean",
                            "B12.mean",
                            "NDVI.mean",
                            "NBR.mean");

    private static MemoryStore after(int looks, int every, Observations series, Duration horizon) {
        var options = ChangeOptions.defaults().withHorizon(horizon);
        var thresholds =
                Thresholds.uncalibrated("S1-RTC", "A4/m6", 6, 4, 6)
                        .and(Thresholds.uncalibrated("S2-L2A", "S2-8/m6", 6, 4, 6));
        LivePatch patch = null;
        for (int i = 0; i < looks; i++) {
            var outcome = series.seen((double) i * every, 1, cell -> cell % 5 - 2);
            patch = patch == null ? new LivePatch(options, thresholds, outcome) : patch;
            patch.take(outcome);
        }
        return patch.store();
    }

    private static int largest(Map<?, byte[]> of) {
        return of.values().stream().mapToInt(value -> value.length).max().orElse(0);
    }

    @Test
    void aRadarSeriesTakesTwoFoldsOfFiveKilobytesAndSixHundredBytesALook() {
        var store = after(120, 12, RADAR, Duration.ofDays(60));
        assertThat(store.folds).hasSize(2);
        assertThat(largest(store.folds)).isBetween(5_000, 5_450);
        assertThat(largest(store.looks)).isBetween(550, 620);
        assertThat(store.looks.size()).isBetween(6, 8);
        assertThat(store.head.length).isLessThan(300);
        assertThat(store.size()).as("all of it").isLessThan(14_000 + 6 * 1_300);
    }

    @Test
    void anOpticalSeriesTakesTwoFoldsOfTenKilobytesAndElevenHundredBytesALook() {
        var store = after(120, 10, OPTICAL, Duration.ofDays(60));
        assertThat(store.folds).hasSize(2);
        assertThat(largest(store.folds)).isBetween(10_000, 10_600);
        assertThat(largest(store.looks)).isBetween(1_050, 1_140);
        assertThat(store.looks.size()).isBetween(7, 9);
    }

    @Test
    void aCellThatChangesTakesAHundredAndTenBytesItsLooksNamedOnceForAll() {
        var options = ChangeOptions.defaults().withHorizon(Duration.ofDays(60));
        var thresholds = Thresholds.uncalibrated("S1-RTC", "A4/m6", 6, 4, 6);
        var patch = new LivePatch(options, thresholds, RADAR.seen(0, 1, cell -> 0));
        for (int i = 0; i < 63; i++) {
            double event = i < 60 ? 0 : 20;
            patch.take(RADAR.seen(i * 12.0, 1, cell -> cell % 5 - 2 + event));
        }
        assertThat(patch.history().runs()).hasSize(64);
        assertThat(patch.store().head.length).isBetween(64 * 100, 64 * 120);
        assertThat(patch.alerts().get(0).getEvidence().get(0).getBefore()).isNotNull();
    }

    @Test
    void anArrivalTouchesAsMuchAfterAThousandLooksAsAfterFifty() {
        for (var horizon : new Duration[] {Duration.ofDays(60), Duration.ZERO}) {
            var bytes =
                    Stream.of(50, 1_000)
                            .map(looks -> lastArrival(looks, horizon))
                            .toArray(Long[]::new);
            // with no horizon the head names one kept fold for each 16 looks, 3 bytes each
            assertThat(bytes[1]).as("horizon %s", horizon).isLessThan(bytes[0] + 1_000);
            assertThat(bytes[1]).isLessThan(30_000);
        }
    }

    /**
     * Bytes read and written by the last of so many looks, which neither opens a page nor settles.
     */
    private static long lastArrival(int looks, Duration horizon) {
        var options = ChangeOptions.defaults().withHorizon(horizon);
        var thresholds = Thresholds.uncalibrated("S1-RTC", "A4/m6", 6, 4, 6);
        var patch = new LivePatch(options, thresholds, RADAR.seen(0, 1, cell -> 0));
        long least = Long.MAX_VALUE;
        for (int i = 0; i < looks + 8; i++) {
            patch.store().bytes = 0;
            patch.take(RADAR.seen(i * 6.0, 1, cell -> cell % 5));
            if (i >= looks) {
                least = Math.min(least, patch.store().bytes);
            }
        }
        return least;
    }
}
