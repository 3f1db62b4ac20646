package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.ingest.access.AssetFiles;
import io.groundtrack.ingest.notice.NoticeOptions;
import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.job.stored.StoredRun;
import io.groundtrack.sinks.files.ResultFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code replay --notices FILE | --kafka SERVERS | --embeddings DIR, --out DIR}: the same job over
 * a bounded set of notices, or over what an earlier replay embedded, into topics and files of its
 * own.
 */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the job over a file of notices, over the notices on a Kafka, or over the embeddings of an earlier replay, and writes what it says.",
            "In any order of the notices the result is the same: compare resultHash."
        },
        footer = {
            "",
            "Example: groundtrack replay --notices my-notices.jsonl --out out/mine --shuffle 1",
            "         groundtrack replay --kafka localhost:9092 --from 2024-06-01 --out out/june",
            "History for a live job:",
            "         groundtrack replay --notices archive.jsonl --out out/history --savepoint out/savepoint",
            "         groundtrack run --restore out/savepoint -D kafka.bootstrap-servers=localhost:9092"
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
                names = "--kafka",
                required = true,
                paramLabel = "SERVERS",
                description =
                        "The notice topics of this Kafka, each partition in its order, up to their ends now.")
        String kafka;

        @Option(
                names = "--embeddings",
                required = true,
                paramLabel = "DIR",
                description =
                        "Results of an earlier replay: its embeddings take the place of pixels, the result is the same to the bit.")
        Path embeddings;
    }

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description =
                    "With --kafka: put before the names of the notice topics (as kafka.topic-prefix of the job that reads them).")
    String prefix;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeArgument.class,
            description =
                    "With --kafka: published then or later; a date or an instant, UTC, by the time of the Kafka record.")
    Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeArgument.class,
            description = "With --kafka: published before.")
    Instant to;

    @Option(
            names = "--tiles",
            paramLabel = "TILE",
            split = ",",
            description = "Only these tiles, e.g. 33UUP,33UVP; not with --embeddings.")
    List<String> tiles;

    @Option(
            names = "--area",
            paramLabel = "FILE",
            description =
                    "Only the tiles that this area touches: GeoJSON, a polygon or multipolygon in longitude and latitude; not with --embeddings.")
    Path area;

    @Option(
            names = "--savepoint",
            paramLabel = "DIR",
            description =
                    "Hand over: leave what was learnt as a savepoint in DIR, for run --restore DIR; not with --embeddings.")
    Path savepoint;

    @Option(
            names = "--results",
            paramLabel = "SERVERS",
            description =
                    "Write the results to topics of this Kafka, with kafka.topic-prefix; they have to be empty. Otherwise a Kafka of its own takes them and is gone at the end.")
    String results;

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
        requireTogether();
        var stored = source.embeddings == null ? null : StoredRun.in(source.embeddings);
        var files = ResultFiles.in(out);
        System.setProperty("groundtrack.log", out.resolve("groundtrack.log").toString());
        var options = common.options(settings());
        if (stored == null) {
            AssetFiles.requireUsable(options.assets());
        }
        var err = spec.commandLine().getErr();
        var replay = new Replay(options, line -> err.println("replay: " + line));
        if (savepoint != null) {
            replay = replay.handingOver(savepoint);
        }
        if (results != null) {
            replay = replay.writingTo(servers(results));
        }
        Replay.Result result;
        if (stored != null) {
            result = replay.run(stored, files);
        } else if (source.kafka != null) {
            result =
                    replay.run(
                            new Replay.KafkaNotices(
                                    servers(source.kafka), prefix == null ? "" : prefix, from, to),
                            files);
        } else {
            result = replay.run(NoticePublisher.lines(source.notices, shuffle), files);
        }
        var summary = result.summary();
        var json = new ObjectMapper();
        var output = spec.commandLine().getOut();
        if (!common.json) {
            output.println(
                    json.writerWithDefaultPrettyPrinter().writeValueAsString(summary.json()));
            output.println("results: " + files.folder());
            if (result.savepoint() != null) {
                output.println("go on with: groundtrack run --restore " + savepoint);
            }
        } else {
            output.println(json.writeValueAsString(summary.json()));
        }
        summary.openSums()
                .forEach(sum -> err.println("groundtrack: the sums do not close: " + sum));
        return summary.openSums().isEmpty() ? 0 : 1;
    }

    /** Options that follow from the arguments. */
    private Map<String, String> settings() throws IOException {
        var settings = new TreeMap<>(SETTINGS);
        if (source.notices != null) {
            settings.putAll(NoticeFolder.settings(source.notices));
        }
        var taken = new TreeSet<String>();
        if (tiles != null) {
            taken.addAll(tiles);
        }
        if (area != null) {
            taken.addAll(AreaFile.tiles(area));
        }
        if (!taken.isEmpty()) {
            settings.put(NoticeOptions.TILES.key(), String.join(";", taken));
        }
        return settings;
    }

    private void requireTogether() {
        if (source.notices == null && shuffle != null) {
            throw wrong("--shuffle: goes with --notices (expected: one of them)");
        }
        if (source.kafka == null && (prefix != null || from != null || to != null)) {
            throw wrong("--prefix, --from, --to: go with --kafka (expected: one of them)");
        }
        if (source.embeddings == null) {
            return;
        }
        if (tiles != null || area != null) {
            throw wrong("--tiles, --area: choose notices (expected: --notices or --kafka)");
        }
        if (savepoint != null) {
            throw wrong(
                    "--savepoint: embeddings do not teach which products and passes are known (expected: --notices or --kafka)");
        }
        if (source.embeddings
                .toAbsolutePath()
                .normalize()
                .equals(out.toAbsolutePath().normalize())) {
            throw wrong("--out " + out + ": the folder that is read (expected: another)");
        }
    }

    private static Properties servers(String bootstrap) {
        var kafka = new Properties();
        kafka.put("bootstrap.servers", bootstrap);
        return kafka;
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
