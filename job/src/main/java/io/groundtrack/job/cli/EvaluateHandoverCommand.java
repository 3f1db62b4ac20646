package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.job.embedded.Handover;
import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.sinks.files.ResultFiles;
import io.groundtrack.sinks.files.Summary;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate handover}: a part replayed and handed over, the rest fed live, against all. */
@Command(
        name = "handover",
        mixinStandardHelpOptions = true,
        description = {
            "Replays a part of the notices, hands over to a live job that is fed with the rest, and",
            "replays all of them: what lives at the end has to be the same. Exit code 0: it is, 1: it",
            "is not."
        },
        footer = {
            "",
            "Example: groundtrack evaluate handover --notices my-notices.jsonl --out out/handover"
        })
final class EvaluateHandoverCommand implements Callable<Integer> {

    @Option(
            names = "--notices",
            required = true,
            paramLabel = "FILE",
            description = "CloudEvents with STAC Items, one a line, in the order of their arrival.")
    Path notices;

    @Option(
            names = "--share",
            paramLabel = "SHARE",
            defaultValue = "0.5",
            description =
                    "Share of the notices that is history, 0 to 1 (default ${DEFAULT-VALUE}).")
    double share;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for the results and the savepoint.")
    Path out;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (!(share > 0 && share < 1)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--share " + share + " (expected: more than 0 and less than 1)");
        }
        var lines = NoticePublisher.lines(notices, null);
        var folder = ResultFiles.in(out).folder();
        System.setProperty("groundtrack.log", out.resolve("groundtrack.log").toString());
        var settings = new TreeMap<>(ReplayCommand.SETTINGS);
        settings.putAll(NoticeFolder.settings(notices));
        var options = common.options(settings);
        var err = spec.commandLine().getErr();
        int history = (int) Math.ceil(share * lines.size());

        var handed =
                new Handover(options, options, folder, line -> err.println("handover: " + line))
                        .run(lines, history);
        var whole =
                new Replay(options, line -> err.println("whole: " + line))
                        .run(lines, ResultFiles.in(folder.resolve("whole")));
        boolean same = hash(handed.summary()).equals(hash(whole.summary()));
        tell(handed.summary(), whole.summary(), history, same);
        return same ? 0 : 1;
    }

    private void tell(Summary handed, Summary whole, int history, boolean same) throws Exception {
        var output = spec.commandLine().getOut();
        if (common.json) {
            var json = new ObjectMapper().createObjectNode();
            json.put("history", history).put("same", same);
            json.set("handedOver", handed.json());
            json.set("whole", whole.json());
            output.println(json);
            return;
        }
        output.printf(
                Locale.ROOT,
                "%-12s %8s %8s %9s %16s  %s%n",
                "",
                "notices",
                "passes",
                "embedded",
                "classifications",
                "resultHash");
        row("handed over", handed);
        row("whole", whole);
        output.printf(
                Locale.ROOT,
                "%d notices replayed, the rest fed to a job restored from %s: %s%n",
                history,
                out.resolve("savepoint"),
                same ? "the same result" : "NOT the same result");
    }

    private void row(String name, Summary summary) {
        var json = summary.json();
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%-12s %8d %8d %9d %16d  %s%n",
                        name,
                        json.path("notices").asInt(),
                        json.path("passes").asInt(),
                        json.path("patches").path("embedded").asInt(),
                        json.path("classifications").asInt(),
                        hash(summary));
    }

    private static String hash(Summary summary) {
        return summary.json().path("resultHash").asText();
    }
}
