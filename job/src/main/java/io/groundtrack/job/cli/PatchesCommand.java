package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.job.patches.PatchSet;
import io.groundtrack.job.patches.SourceSummary;
import io.groundtrack.model.patches.PatchManifest;
import io.groundtrack.model.patches.PatchShardWriter;
import io.groundtrack.model.patches.ShardEntry;
import io.groundtrack.operators.pairing.TilePairs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code patches}: a folder of patches seen by both sensors, to train and to evaluate on. */
@Command(
        name = "patches",
        mixinStandardHelpOptions = true,
        description = {
            "Writes patches that both sensors saw, to train and evaluate on.",
            "They come from notices, through the reading, pairing and cutting of the job, or from synthetic landscapes with their truth."
        },
        footer = {
            "",
            "Example: groundtrack patches --notices my-notices.jsonl --landscapes 12 --out out/patches",
            "Layout:  docs/data-format.md"
        })
final class PatchesCommand implements Callable<Integer> {

    @Option(
            names = "--notices",
            paramLabel = "FILE",
            description =
                    "CloudEvents with STAC Items, one a line; relative asset hrefs are relative to the file. Repeatable.")
    List<Path> notices = List.of();

    @Option(
            names = "--landscapes",
            paramLabel = "N",
            defaultValue = "0",
            description = "Synthetic landscapes of 6 x 6 patches (default: ${DEFAULT-VALUE}).")
    int landscapes;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of the first landscape (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--looks",
            paramLabel = "N",
            defaultValue = "8",
            description =
                    "Pairs of overflights of each landscape, 1 to 36 (default: ${DEFAULT-VALUE}).")
    int looks;

    @Option(
            names = "--max-gap",
            paramLabel = "DURATION",
            converter = DurationText.class,
            description =
                    "Largest time between the two passes of a pair, e.g. 30d; longer than monitoring allows, for training only (default: pairing.window).")
    Duration maxGap;

    @Option(
            names = "--every-partner",
            description =
                    "Pair each S2 pass with every S1 pass within the gap instead of the nearest.")
    boolean everyPartner;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder of the set; it must not hold one yet.")
    Path out;

    @Option(
            names = "--shard-patches",
            paramLabel = "N",
            defaultValue = "" + PatchShardWriter.USUAL_SHARD,
            description = "Patches in a shard (default: ${DEFAULT-VALUE}).")
    int shardPatches;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads that cut; 0 = the cores of the machine (default).")
    int threads;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (notices.isEmpty() && landscapes == 0) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--notices FILE or --landscapes N is missing");
        }
        long start = System.nanoTime();
        common.options(Map.of());
        int cutting = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        var err = spec.commandLine().getErr();
        try (var set =
                new PatchSet(out, shardPatches, cutting, line -> err.println("patches: " + line))) {
            for (var file : notices) {
                addNotices(set, file);
            }
            if (landscapes != 0) {
                set.addLandscapes(seed, landscapes, looks, common.options(Map.of()));
            }
            if (set.patches() == 0) {
                set.sources().forEach(source -> err.println(line(source)));
                throw new IllegalStateException(
                        "no patch was seen by both sensors (expected: at least one; --max-gap 30d takes passes further apart)");
            }
            report(set, set.finish(), (System.nanoTime() - start) / 1e9);
        }
        return 0;
    }

    private void addNotices(PatchSet set, Path file) throws Exception {
        var options = common.options(NoticeFolder.settings(file));
        var pairing = options.pairing();
        set.addNotices(
                file,
                options,
                new TilePairs.Rule(
                        maxGap == null ? pairing.window() : maxGap,
                        pairing.minOverlap(),
                        everyPartner,
                        pairing.stripRows()));
    }

    private void report(PatchSet set, PatchManifest manifest, double seconds) throws Exception {
        var output = spec.commandLine().getOut();
        if (common.json) {
            output.println(new ObjectMapper().writeValueAsString(json(set, manifest, seconds)));
        } else {
            set.sources().forEach(source -> output.println(line(source)));
            output.printf(
                    Locale.ROOT,
                    "%s: %d patches in %d shards, %.1f MB, %.1f s%n",
                    out,
                    manifest.patches(),
                    manifest.shards().size(),
                    bytes(manifest) / 1e6,
                    seconds);
        }
        output.flush();
    }

    private static String line(SourceSummary source) {
        return String.format(
                Locale.ROOT,
                "%s: %d notices (%d ignored), passes S1 %d, S2 %d, pairs %d, patches paired %d: written %d (%d labelled), gated %d, rejected %d, repeated %d; rejects %s",
                source.source(),
                source.notices(),
                source.ignored(),
                source.s1Passes(),
                source.s2Passes(),
                source.pairs(),
                source.paired(),
                source.written(),
                source.labelled(),
                source.gated(),
                source.rejected(),
                source.repeated(),
                source.rejects());
    }

    private ObjectNode json(PatchSet set, PatchManifest manifest, double seconds) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("folder", out.toString());
        json.put("patches", manifest.patches());
        json.put("shards", manifest.shards().size());
        json.put("bytes", bytes(manifest));
        json.put("clipped", manifest.clipped());
        var sources = json.putArray("sources");
        set.sources().forEach(source -> sources.add(source.json()));
        json.put("seconds", Math.round(seconds * 10) / 10.0);
        return json;
    }

    private static long bytes(PatchManifest manifest) {
        return manifest.shards().stream().mapToLong(ShardEntry::bytes).sum();
    }

    /** Durations as {@code -D} takes them: {@code 30d}, {@code 12 h}. */
    static final class DurationText implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return TimeUtils.parseDuration(text);
            } catch (RuntimeException e) {
                throw new CommandLine.TypeConversionException(
                        "'" + text + "' (expected: a duration such as 30d)");
            }
        }
    }
}
