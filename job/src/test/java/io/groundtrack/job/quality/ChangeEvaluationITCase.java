package io.groundtrack.job.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.sinks.files.ResultFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real Sentinel-1 scenes of four years with dated reference points through the whole job; expected
 * is what the study behind the fold found on the same cells, less what 5 cells outside all embedded
 * patches may move.
 */
class ChangeEvaluationITCase {

    private static final double TOLERANCE = 0.02;

    private static final Path DATA =
            Path.of(System.getProperty("project.root", ".."), "../shared/data")
                    .toAbsolutePath()
                    .normalize();

    @TempDir private Path out;

    @Test
    void theFoldFindsWhatTheStudyFoundAndMoreThanTheBaselines() throws Exception {
        var notices = DATA.resolve("notices/myanmar.jsonl");
        assumeTrue(Files.exists(notices), "the shared folder with real notices is not here");
        var options =
                MonitoringOptions.of(
                        Map.of(
                                "assets.base", notices.getParent().toString(),
                                "assets.allowed-roots", DATA.toString(),
                                "pairing.horizon", "0",
                                "change.horizon", "0",
                                "web.port", "0"));
        var live =
                new Replay(options, line -> {})
                        .run(NoticePublisher.lines(notices, null), ResultFiles.in(out))
                        .live();
        var points = ReferencePoint.read(DATA.resolve("ddl8s1ts/reference_points_west.csv"));

        var report =
                new ChangeEvaluation(options.change(), line -> {})
                        .of(live.embeddings().values(), live.alerts(), points);

        assertThat(report.cells()).isEqualTo(111);
        assertThat(report.disturbed()).isEqualTo(42);
        assertThat(value(report.product(), "auc")).isCloseTo(0.853, within(TOLERANCE));
        assertThat(value(report.product(), "tauc"))
                .isGreaterThanOrEqualTo(0.85)
                .isCloseTo(0.867, within(TOLERANCE));
        var baselines = new HashMap<String, ChangeEvaluation.Scored>();
        report.baselines().forEach(baseline -> baselines.put(baseline.name(), baseline));
        assertThat(value(baselines.get("a2-m3"), "auc")).isCloseTo(0.817, within(TOLERANCE));
        assertThat(value(baselines.get("a2-m3"), "tauc")).isCloseTo(0.831, within(TOLERANCE));
        assertThat(value(baselines.get("vh-z"), "auc")).isCloseTo(0.693, within(TOLERANCE));
        assertThat(value(baselines.get("vv-z"), "auc")).isCloseTo(0.726, within(TOLERANCE));
        assertThat(value(baselines.get("mahalanobis"), "auc")).isCloseTo(0.724, within(TOLERANCE));
        assertThat(baselines.get("mahalanobis").figures().get("auc").gain().to()).isNegative();
        assertThat(report.alerted().falseConfirmed().count()).isZero();
        assertThat(report.sketch()).hasValueSatisfying(s -> assertThat(s.helps()).isFalse());
    }

    private static double value(ChangeEvaluation.Scored scored, String figure) {
        return scored.figures().get(figure).value();
    }
}
