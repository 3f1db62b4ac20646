package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.sinks.files.ResultFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code replay --notices FILE --out DIR}: the same job over a bounded set of notices, into files
 * of its own.
 */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the job over a file of notices and writes what it says.",
            "In any order of the notices the result is the same: compare resultHash."
        },
        footer = {
            "",
            "Example: groundtrack replay --notices my-notices.jsonl --out out/mine --shuffle 1"
        })
final class ReplayCommand implements Callable<Integer> {

    /** Options of a job over a bounded set of notices, where nobody says otherwise. */
    static final Map<String, String> SETTINGS =
            Map.of(
                    "pairing.horizon", "0",
                    "change.horizon", "0",
                    "notices.remember-deletes", "0");

    @Option(
            names = "--notices",
            required = true,
            paramLabel = "FILE",
            description =
                    "CloudEvents with STAC Items, one a line; relative asset hrefs are relative to the file.")
    Path notices;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for the results.")
    Path out;

    @Option(
            names = "--shuffle",
            paramLabel = "SEED",
            description = "Publish the notices in a random order.")
    Long shuffle;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var files = ResultFiles.in(out);
        System.setProperty("groundtrack.log", out.resolve("groundtrack.log").toString());
        var settings = new TreeMap<>(SETTINGS);
        settings.putAll(NoticeFolder.settings(notices));
        var options = common.options(settings);
        var err = spec.commandLine().getErr();
        var lines = NoticePublisher.lines(notices, shuffle);
        var result = new Replay(options, line -> err.println("replay: " + line)).run(lines, files);
        var summary = result.summary();
        var json = new ObjectMapper();
        var output = spec.commandLine().getOut();
        if (!common.json) {
            output.println(
                    json.writerWithDefaultPrettyPrinter().writeValueAsString(summary.json()));
            output.println("results: " + files.folder());
        } else {
            output.println(json.writeValueAsString(summary.json()));
        }
        summary.openSums()
                .forEach(sum -> err.println("groundtrack: the sums do not close: " + sum));
        return summary.openSums().isEmpty() ? 0 : 1;
    }
}
