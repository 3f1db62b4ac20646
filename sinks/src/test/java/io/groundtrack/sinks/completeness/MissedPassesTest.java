package io.groundtrack.sinks.completeness;

import static io.groundtrack.sinks.completeness.LedgerStory.pass;
import static io.groundtrack.sinks.completeness.LedgerStory.sensed;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.sinks.completeness.MissedPasses.Seen;
import io.groundtrack.sinks.completeness.Report.Missed;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissedPassesTest {

    @Test
    void aCycleLeftOutIsProbablyMissed() {
        assertThat(missed(5, 0, 1, 3, 4, 5))
                .containsExactly(
                        new Missed("sentinel-1a_R022_33UUP", "33UUP", 2, sensed(Sensor.S1, 2), 2));
    }

    @Test
    void oneDeliveryInFourCyclesPromisesNothing() {
        assertThat(missed(9, 0, 5, 9)).isEmpty();
    }

    @Test
    void everySecondCycleIsEnoughToExpectOne() {
        assertThat(missed(4, 0, 2, 4)).extracting(Missed::cycle).containsExactly(3L);
    }

    @Test
    void whatIsNotDueYetIsNotMissed() {
        assertThat(missed(1, 0, 1)).isEmpty();
        assertThat(missed(2, 0, 1)).extracting(Missed::cycle).containsExactly(2L);
    }

    @Test
    void anOrbitThatFallsSilentIsNamedForThreeCycles() {
        assertThat(missed(20, 0, 1, 2, 3)).extracting(Missed::cycle).containsExactly(4L, 5L, 6L);
    }

    @Test
    void cyclesBeforeTheEpochCountToo() {
        assertThat(missed(0, -3, -2, 0)).extracting(Missed::cycle).containsExactly(-1L);
    }

    @Test
    void aPassWithoutOrbitPromisesNothing() {
        var passes =
                List.of(0, 1, 3).stream()
                        .map(c -> sensed(Sensor.S1, c))
                        .map(t -> new Seen(Ids.passWithoutOrbit("x", "33UUP", t), Sensor.S1, t))
                        .toList();
        assertThat(MissedPasses.of(passes, sensed(Sensor.S1, 9))).isEmpty();
    }

    @Test
    void kindsOfOneOverflightAreSeriesOfTheirOwn() {
        assertThat(PassName.of(Ids.passOfKind(pass(Sensor.S1, 4), "S1-RTC")))
                .contains(new PassName("sentinel-1a_R022_33UUP_RTC", "33UUP", 4));
        assertThat(PassName.tile(Ids.passWithoutOrbit("x", "33UUP", LedgerStory.START)))
                .isEqualTo("33UUP");
    }

    /** Radar passes of the cycles given, asked in cycle {@code now}. */
    private static List<Missed> missed(long now, long... cycles) {
        var passes =
                Arrays.stream(cycles)
                        .mapToObj(
                                c -> new Seen(pass(Sensor.S1, c), Sensor.S1, sensed(Sensor.S1, c)))
                        .toList();
        return MissedPasses.of(passes, sensed(Sensor.S1, now));
    }
}
