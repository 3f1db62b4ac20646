package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.job.sameness.Sameness;
import io.groundtrack.job.sameness.SamenessPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate sameness}: one archive, run in many ways, gives one result. */
@Command(
        name = "sameness",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the job over one archive in other orders, on more or fewer subtasks, on heap and",
            "RocksDB, stopped in the middle and gone on, live, and from stored vectors; prints the",
            "resultHash of each and exits with 1 where one differs. docs/sameness.md explains it."
        },
        footer = {"", "Example: groundtrack evaluate sameness --full"})
final class EvaluateSamenessCommand implements Callable<Integer> {

    @Option(
            names = "--full",
            description =
                    "A year of twenty patches and ten orders of arrival in place of four patches and one.")
    boolean full;

    @Option(
            names = "--notices",
            paramLabel = "FILE",
            description =
                    "Notices of your own, one a line, three at least, in place of a synthetic archive.")
    Path notices;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var err = spec.commandLine().getErr();
        var plan = full ? SamenessPlan.full() : SamenessPlan.reduced();
        var work = Files.createTempDirectory("groundtrack-sameness");
        try {
            var settings = new TreeMap<>(ReplayCommand.SETTINGS);
            settings.put("job.checkpoint-interval", "300 ms");
            settings.putAll(
                    notices == null
                            ? Map.of("assets.base", work.resolve("archive").toString())
                            : NoticeFolder.settings(notices));
            var options = common.options(settings);
            var lines =
                    notices == null
                            ? Sameness.archive(plan, work.resolve("archive"))
                            : NoticePublisher.lines(notices, null);
            err.println("sameness: " + lines.size() + " notices");
            var table =
                    new Sameness(
                                    lines,
                                    plan,
                                    options,
                                    work,
                                    line -> err.println("sameness: " + line))
                            .run();
            var out = spec.commandLine().getOut();
            if (common.json) {
                out.println(new ObjectMapper().writeValueAsString(table.json()));
            } else {
                table.print(out);
            }
            out.flush();
            return table.holds() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } finally {
            Replay.delete(work);
        }
    }
}
