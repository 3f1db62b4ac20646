package io.groundtrack.operators.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.schemas.PatchEmbedding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static final ChangeOptions OPTIONS = ChangeOptions.defaults();

    private static List<List<PatchEmbedding>> undisturbed(long seed, int patches) {
        var all = new ArrayList<List<PatchEmbedding>>();
        for (int i = 0; i < patches; i++) {
            all.add(SimulatedPatches.radar(seed + i, 3, Double.MAX_VALUE, 0, 22));
        }
        return all;
    }

    @Test
    void otherUndisturbedPatchesKeepThePromiseAndAnEventIsFound() {
        var goal = Calibration.Goal.defaults(1).withProvisional(0.01);
        var thresholds = Calibration.fit(undisturbed(1, 60), OPTIONS, goal);
        var rates = AlarmRates.of(undisturbed(1_000, 60), OPTIONS, thresholds);
        assertThat(rates.patchYears()).isGreaterThan(150);
        assertThat(rates.provisionalRate()).isLessThan(0.03);
        var event = List.of(SimulatedPatches.radar(9, 3, 700, -4, 22));
        assertThat(AlarmRates.of(event, OPTIONS, thresholds).confirmed()).isEqualTo(1);
    }

    @Test
    void fewerLooksNeverHaveALowerThreshold() {
        var goal = Calibration.Goal.defaults(1);
        var entry = Calibration.fit(undisturbed(1, 40), OPTIONS, goal).entries().get(0);
        assertThat(entry.seriesKind()).isEqualTo("S1-RTC");
        assertThat(entry.descriptor()).isEqualTo("A4/m6");
        assertThat(entry.patchYears()).isGreaterThan(50);
        var buckets = entry.buckets();
        assertThat(buckets)
                .extracting(Thresholds.Bucket::fromLooks)
                .containsExactly(15, 20, 30, 60);
        for (int i = 1; i < buckets.size(); i++) {
            assertThat(buckets.get(i - 1).low()).isGreaterThanOrEqualTo(buckets.get(i).low());
        }
    }

    @Test
    void tooFewPatchYearsAreRefused() {
        assertThatThrownBy(
                        () ->
                                Calibration.fit(
                                        undisturbed(1, 3), OPTIONS, Calibration.Goal.defaults(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("S1-RTC A4/m6");
    }
}
