package io.groundtrack.job.quality;

import static io.groundtrack.testing.builders.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.operators.change.ChangeOptions;
import io.groundtrack.schemas.PatchEmbedding;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One patch of Sentinel-1 looks, every 12 days, in which one cell loses 6 dB. */
class ChangeEvaluationTest {

    private static final Instant START = Instant.parse("2017-01-01T00:00:00Z");
    private static final int LOOKS = 60;
    private static final int EVENT_LOOK = 40;
    private static final int HIT = 9;
    private static final int CELL_METRES = 150;

    private final ChangeEvaluation evaluation =
            new ChangeEvaluation(ChangeOptions.defaults(), line -> {});

    private static List<PatchEmbedding> looks() {
        var random = new Random(7);
        var looks = new ArrayList<PatchEmbedding>();
        for (int look = 0; look < LOOKS; look++) {
            double step = look >= EVENT_LOOK ? -6 : 0;
            looks.add(
                    anObservation()
                            .s1()
                            .acquired(START.plus(Duration.ofDays(12L * look)))
                            .cells(
                                    cell -> {
                                        double change = cell == HIT ? step : 0;
                                        return new double[] {
                                            -10 + change + 0.4 * random.nextGaussian(),
                                            1.5 + 0.1 * random.nextGaussian(),
                                            -16 + change + 0.4 * random.nextGaussian(),
                                            1.5 + 0.1 * random.nextGaussian()
                                        };
                                    })
                            .build());
        }
        return looks;
    }

    /** In the middle of a cell, counted from the corner of the patch. */
    private static ReferencePoint at(int column, int row, Optional<LocalDate> date) {
        var patch = looks().get(0);
        return new ReferencePoint(
                patch.getUlx() + (column + 0.5) * CELL_METRES,
                patch.getUly() - (row + 0.5) * CELL_METRES,
                date);
    }

    private static LocalDate event() {
        return START.plus(Duration.ofDays(12L * EVENT_LOOK)).atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static List<ReferencePoint> points() {
        var points = new ArrayList<ReferencePoint>();
        points.add(at(1, 1, Optional.empty()));
        points.add(at(1, 1, Optional.of(event().plusDays(90))));
        points.add(at(1, 1, Optional.of(event())));
        for (int column = 3; column < 8; column++) {
            points.add(at(column, 5, Optional.empty()));
        }
        points.add(at(20, 5, Optional.empty()));
        return points;
    }

    @Test
    void aDeepStepIsFoundByEveryMethodThatCanSeeIt() throws Exception {
        var report = evaluation.of(looks(), List.of(), points());

        assertThat(report.cells()).as("points of one cell are one").isEqualTo(7);
        assertThat(report.disturbed()).isEqualTo(1);
        assertThat(report.unseen()).as("outside every patch").isEqualTo(1);
        assertThat(report.product().figures().get("auc").value()).isEqualTo(1);
        assertThat(report.product().figures().get("tauc").value()).isEqualTo(1);
        assertThat(report.product().confirmed())
                .hasValueSatisfying(found -> assertThat(found.medianDays()).isBetween(24., 60.));
        assertThat(report.baselines())
                .extracting(ChangeEvaluation.Scored::name)
                .containsExactly(
                        "vh-z",
                        "vv-z",
                        "mahalanobis",
                        "a2-m3",
                        "a4-m3",
                        "a4-m6",
                        "vh-before-after");
        assertThat(report.baselines())
                .allSatisfy(
                        baseline -> assertThat(baseline.figures().get("auc").value()).isEqualTo(1));
        assertThat(report.leftOut()).containsKeys("sketch-cosine", "sketch-m3", "a4-sketch-m6");
    }

    @Test
    void theEarliestDateOfACellCounts() throws Exception {
        var early =
                List.of(
                        at(1, 1, Optional.of(event().minusDays(300))),
                        at(1, 1, Optional.of(event())),
                        at(4, 4, Optional.empty()));

        var report = evaluation.of(looks(), List.of(), early);

        assertThat(report.product().figures().get("confirmed180").value()).isZero();
        assertThat(report.product().confirmed().orElseThrow().cells()).isZero();
    }

    @Test
    void pointsThatSayNothingOfTheRunAreRefused() {
        var far = List.of(new ReferencePoint(1, 1, Optional.empty()));
        assertThatThrownBy(() -> evaluation.of(looks(), List.of(), far))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none of 1 points lies in a patch");
        var quiet = List.of(at(1, 1, Optional.empty()));
        assertThatThrownBy(() -> evaluation.of(looks(), List.of(), quiet))
                .hasMessageContaining("0 disturbed and 1 undisturbed cells");
    }

    @Test
    void pointsOutsideTheTileAreCountedAndLeftOut() throws Exception {
        var points = new ArrayList<>(points());
        points.add(new ReferencePoint(1, 1, Optional.of(event())));

        var report = evaluation.of(looks(), List.of(), points);

        assertThat(report.outside()).isEqualTo(1);
        assertThat(report.cells()).isEqualTo(7);
        assertThat(report.disturbed()).isEqualTo(1);
    }
}
