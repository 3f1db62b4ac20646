package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.groundtrack.ingest.folder.FolderLoop;
import io.groundtrack.ingest.folder.FolderSettings;
import io.groundtrack.ingest.folder.FolderSummary;
import io.groundtrack.ingest.folder.FolderWatcher;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ingest folder}: products that lie in folders. */
@Command(
        name = "folder",
        mixinStandardHelpOptions = true,
        description = {
            "Announces the products in folders, each when it is whole, has changed or is gone.",
            "Read are SAFE folders and zips, STAC Items beside their assets, patches of BigEarthNet, bursts of OPERA RTC-S1."
        },
        footer = {
            "",
            "Example: groundtrack ingest folder /data/sentinel --out out/notices.jsonl",
            "Forms:   docs/notices.md"
        })
final class IngestFolderCommand implements Callable<Integer> {

    private static final int MOST_LINES = 20;

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders to look into.")
    List<Path> folders;

    @Option(names = "--watch", description = "Go on looking until Ctrl-C.")
    boolean watch;

    @Option(names = "--once", description = "Look once and end (default).")
    boolean once;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "Where it is remembered what was sent (default: FILE.sent of --out FILE, else out/ingest-folder).")
    Path state;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description =
                    "Where zipped products are unpacked; without it they are refused, as pixels inside a zip cannot be read.")
    Path work;

    @Option(
            names = "--settle",
            paramLabel = "DURATION",
            defaultValue = "5s",
            converter = PatchesCommand.DurationText.class,
            description =
                    "How long nothing of a product may have changed before it counts as whole (default: ${DEFAULT-VALUE}).")
    Duration settle;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            defaultValue = "60s",
            converter = PollArguments.PositiveDuration.class,
            description =
                    "Longest time between two looks with --watch (default: ${DEFAULT-VALUE}).")
    Duration every;

    @Option(
            names = "--allow-incomplete",
            description =
                    "Announce products although image files are missing: to check metadata only.")
    boolean incomplete;

    @Mixin IngestArguments ingest = new IngestArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (watch && once) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--watch and --once exclude each other");
        }
        for (var folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), folder + ": no folder (expected: one that exists)");
            }
        }
        var settings = settings();
        var err = spec.commandLine().getErr();
        err.println("ingest folder: " + folders + " to " + ingest.target());
        err.flush();
        try (var sink = ingest.openSink();
                var watcher = new FolderWatcher(settings, sink);
                var loop =
                        new FolderLoop(
                                watcher, every, Clock.systemUTC(), summary -> told(summary, err))) {
            if (watch) {
                loop.run();
            } else {
                report(loop.once());
            }
        }
        return 0;
    }

    private FolderSettings settings() {
        var remembered =
                state != null
                        ? state
                        : ingest.out != null
                                ? ingest.out.resolveSibling(ingest.out.getFileName() + ".sent")
                                : Path.of("out", "ingest-folder");
        try {
            return new FolderSettings(
                    folders, remembered, Optional.ofNullable(work), settle, incomplete);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private static void told(FolderSummary summary, PrintWriter err) {
        if (summary.sent()) {
            err.println("ingest folder: " + line(summary));
            err.flush();
        }
    }

    private void report(FolderSummary summary) throws Exception {
        var err = spec.commandLine().getErr();
        lines(err, "waiting", summary.waiting());
        lines(err, "kept although gone", summary.kept());
        err.flush();
        var out = spec.commandLine().getOut();
        if (ingest.common.json) {
            var json = JsonNodeFactory.instance.objectNode();
            json.put("created", summary.created()).put("updated", summary.updated());
            json.put("deleted", summary.deleted()).put("unchanged", summary.unchanged());
            json.put("refused", summary.refused()).put("ignored", summary.ignored());
            json.put("waiting", summary.waiting().size()).put("kept", summary.kept().size());
            out.println(new ObjectMapper().writeValueAsString(json));
        } else {
            out.println(line(summary));
        }
        out.flush();
    }

    private static void lines(PrintWriter err, String what, List<String> all) {
        all.stream()
                .limit(MOST_LINES)
                .forEach(line -> err.println("ingest folder: " + what + ": " + line));
        if (all.size() > MOST_LINES) {
            err.println(
                    "ingest folder: " + what + ": " + (all.size() - MOST_LINES) + " more of them");
        }
    }

    private static String line(FolderSummary summary) {
        return String.format(
                Locale.ROOT,
                "created %d, updated %d, deleted %d, unchanged %d, refused %d, ignored %d, waiting %d, kept %d",
                summary.created(),
                summary.updated(),
                summary.deleted(),
                summary.unchanged(),
                summary.refused(),
                summary.ignored(),
                summary.waiting().size(),
                summary.kept().size());
    }
}
