package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.job.quality.ChangeEvaluation;
import io.groundtrack.job.quality.ReferencePoint;
import io.groundtrack.sinks.files.ResultFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate change}: the whole job over notices, held against dated reference points. */
@Command(
        name = "change",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the job over a file of notices and holds scores and alerts, cell by cell, against",
            "places whose fate is known; every baseline is reckoned in the same run."
        },
        footer = {
            "",
            "The CSV has the columns x, y (metres in the UTM zone of the tile) and date (yyyy-mm-dd;",
            "empty or NA: nothing happened).",
            "Example: groundtrack evaluate change --notices my-notices.jsonl --points my-points.csv"
        })
final class EvaluateChangeCommand implements Callable<Integer> {

    @Option(
            names = "--notices",
            required = true,
            paramLabel = "FILE",
            description =
                    "CloudEvents with STAC Items, one a line; relative asset hrefs are relative to the file.")
    Path notices;

    @Option(
            names = "--points",
            required = true,
            paramLabel = "CSV",
            description = "Places whose fate is known.")
    Path points;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Also keep what the job wrote, as replay does.")
    Path out;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var truth = ReferencePoint.read(points);
        var lines = NoticePublisher.lines(notices, null);
        var settings =
                new TreeMap<>(
                        Map.of(
                                "pairing.horizon", "0",
                                "change.horizon", "0",
                                "notices.remember-deletes", "0"));
        settings.putAll(NoticeFolder.settings(notices));
        var options = common.options(settings);
        var folder = out != null ? out : Files.createTempDirectory("groundtrack-evaluate");
        try {
            var files = ResultFiles.in(folder);
            System.setProperty("groundtrack.log", folder.resolve("groundtrack.log").toString());
            var live = new Replay(options, this::progress).run(lines, files).live();
            var report =
                    new ChangeEvaluation(options.change(), what -> progress("scored: " + what))
                            .of(live.embeddings().values(), live.alerts(), truth);
            var to = spec.commandLine().getOut();
            ChangeReportText.print(report, to);
            if (common.json) {
                to.println(new ObjectMapper().writeValueAsString(ChangeReportJson.of(report)));
            }
            to.flush();
        } finally {
            if (out == null) {
                delete(folder);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private void progress(String line) {
        spec.commandLine().getErr().println("evaluate: " + line);
        spec.commandLine().getErr().flush();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
