package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
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
            "empty or NA: nothing happened), in any order, beside any others. It needs points of both",
            "kinds. Those outside the tile are left out; cells without a score rank last.",
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

    @Option(
            names = "--map",
            paramLabel = "SVG",
            description = "Also draw the alerts over the reference points.")
    Path map;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (map != null) {
            Files.createDirectories(map.toAbsolutePath().getParent());
        }
        var run = TruthRun.of(notices, points, out, common, this::progress);
        if (map != null) {
            Files.writeString(map, run.map());
        }
        var to = spec.commandLine().getOut();
        ChangeReportText.print(run.report(), to);
        if (common.json) {
            to.println(new ObjectMapper().writeValueAsString(ChangeReportJson.of(run.report())));
        }
        to.flush();
        return CommandLine.ExitCode.OK;
    }

    private void progress(String line) {
        spec.commandLine().getErr().println("evaluate: " + line);
        spec.commandLine().getErr().flush();
    }
}
