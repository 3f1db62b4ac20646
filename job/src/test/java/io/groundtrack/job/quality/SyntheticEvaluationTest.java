package io.groundtrack.job.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.operators.change.ChangeOptions;
import io.groundtrack.operators.change.Thresholds;
import io.groundtrack.testing.landscape.event.EventKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One area of the landscape, with thresholds that radar passes and optics never does. */
class SyntheticEvaluationTest {

    private static final Thresholds THRESHOLDS =
            Thresholds.uncalibrated("S1-RTC", "A4/m6", 6, 3.9, 3.9)
                    .and(Thresholds.uncalibrated("S2-L2A", "S2-8/m6", 6, 1e6, 1e6));

    @Test
    void eventsAreCountedByKindAndSensor() {
        var report =
                new SyntheticEvaluation(ChangeOptions.defaults(), THRESHOLDS, 0.2, line -> {})
                        .of(new SyntheticEvaluation.Plan(501, 1, 1, 30, 36));

        assertThat(report.told())
                .extracting(SyntheticEvaluation.Told::name)
                .containsExactly("both", "both-apart", "s1", "s2");
        var radar = report.told().get(2);
        int planted =
                radar.fates().values().stream().mapToInt(SyntheticEvaluation.Fate::events).sum();
        int found = radar.fates().values().stream().mapToInt(SyntheticEvaluation.Fate::found).sum();
        assertThat(planted).isBetween(3, 4);
        assertThat(found).isPositive();
        assertThat(report.told().get(3).fates().values())
                .as("optics below its threshold")
                .allSatisfy(fate -> assertThat(fate.found()).isZero());
        assertThat(report.told().get(0).fates())
                .as("a mute sensor changes nothing")
                .isEqualTo(radar.fates());
        assertThat(radar.falseConfirmed().patchYears()).isBetween(30., 37.);
        assertThat(report.kinds())
                .extracting(SyntheticEvaluation.OfKind::kind)
                .isSubsetOf(List.of(EventKind.values()))
                .isNotEmpty();
        for (var kind : report.kinds()) {
            assertThat(kind.undisturbed()).isEqualTo(40);
            assertThat(kind.methods().get(1).name()).isEqualTo("s1");
            assertThat(kind.methods().get(1).figures().get("auc").value()).isGreaterThan(0.7);
        }
    }
}
