package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.ingest.access.AssetFiles;
import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.job.stored.StoredRun;
import io.groundtrack.sinks.files.ResultFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code replay --notices FILE | --embeddings DIR, --out DIR}: the same job over a bounded set of
 * notices, or over what an earlier replay embedded, into files of its own.
 */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the job over a file of notices, or over the embeddings of an earlier replay, and writes what it says.",
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

    @ArgGroup(multiplicity = "1")
    Source source;

    static final class Source {
        @Option(
                names = "--notices",
                required = true,
                paramLabel = "FILE",
                description =
                        "CloudEvents with STAC Items, one a line; relative asset hrefs are relative to the file.")
        Path notices;

        @Option(
                names = "--embeddings",
                required = true,
                paramLabel = "DIR",
                description =
                        "Results of an earlier replay: its embeddings take the place of pixels, the result is the same to the bit.")
        Path embeddings;
    }

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
        if (source.embeddings != null && shuffle != null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--shuffle: goes with --notices (expected: one of them)");
        }
        if (source.embeddings != null
                && source.embeddings
                        .toAbsolutePath()
                        .normalize()
                        .equals(out.toAbsolutePath().normalize())) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--out " + out + ": the folder that is read (expected: another)");
        }
        var stored = source.embeddings == null ? null : StoredRun.in(source.embeddings);
        var files = ResultFiles.in(out);
        System.setProperty("groundtrack.log", out.resolve("groundtrack.log").toString());
        var settings = new TreeMap<>(SETTINGS);
        if (stored == null) {
            settings.putAll(NoticeFolder.settings(source.notices));
        }
        var options = common.options(settings);
        if (stored == null) {
            AssetFiles.requireUsable(options.assets());
        }
        var err = spec.commandLine().getErr();
        var replay = new Replay(options, line -> err.println("replay: " + line));
        var result =
                stored == null
                        ? replay.run(NoticePublisher.lines(source.notices, shuffle), files)
                        : replay.run(stored, files);
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
