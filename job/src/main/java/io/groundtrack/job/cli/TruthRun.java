package io.groundtrack.job.cli;

import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.job.quality.ChangeEvaluation;
import io.groundtrack.job.quality.ReferencePoint;
import io.groundtrack.job.quality.TruthMap;
import io.groundtrack.sinks.files.ResultFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The whole job over notices, held against reference points: in files → out report and map.
 *
 * @param report figures
 * @param map alerts over truth, SVG
 */
record TruthRun(ChangeEvaluation.Report report, String map) {

    /**
     * @param out where the job's files are kept; null: nowhere
     */
    static TruthRun of(
            Path notices, Path points, Path out, CommonArguments common, Consumer<String> progress)
            throws Exception {
        var truth = ReferencePoint.read(points);
        var lines = NoticePublisher.lines(notices, null);
        var settings = new TreeMap<>(ReplayCommand.SETTINGS);
        settings.putAll(NoticeFolder.settings(notices));
        var options = common.options(settings);
        var folder = out != null ? out : Files.createTempDirectory("groundtrack-evaluate");
        try {
            var files = ResultFiles.in(folder);
            System.setProperty("groundtrack.log", folder.resolve("groundtrack.log").toString());
            var live = new Replay(options, progress).run(lines, files).live();
            var change = options.change();
            var report =
                    new ChangeEvaluation(change, what -> progress.accept("scored: " + what))
                            .of(live.embeddings().values(), live.alerts(), truth);
            return new TruthRun(
                    report,
                    TruthMap.svg(live.embeddings().values(), live.alerts(), truth, change.grid()));
        } finally {
            if (out == null) {
                Replay.delete(folder);
            }
        }
    }
}
