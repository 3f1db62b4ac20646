package io.groundtrack.job.cli;

import io.groundtrack.ingest.cutting.PatchCutter;
import io.groundtrack.ingest.notice.NoticeReader;
import io.groundtrack.ingest.notice.Understood;
import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.options.Options;
import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.schemas.Strip;
import io.groundtrack.schemas.TileShare;
import io.groundtrack.sinks.files.ResultFiles;
import io.groundtrack.testing.landscape.Landscape;
import io.groundtrack.testing.landscape.LandscapeOptions;
import io.groundtrack.testing.landscape.archive.LandscapeArchive;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bench}: how long each stage takes on the archive of the demo, or on notices of one's own,
 * and the whole job against its bare model, which is timed before the job and after it.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Times the stages of the job, and the whole job against its bare model, on the archive"
                        + " of the demo or on notices of your own.")
final class BenchCommand implements Callable<Integer> {

    /** Patches of a sensor that the model is timed on. */
    private static final int KEPT = 256;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/bench",
            description = "Folder (default: ${DEFAULT-VALUE}).")
    Path out;

    @Option(
            names = "--notices",
            paramLabel = "FILE",
            description =
                    "Notices to take in place of the demo's, as replay takes them; each stage is"
                            + " timed on up to "
                            + KEPT
                            + " patches a sensor.")
    Path notices;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var files = ResultFiles.in(out);
        say("cores %d", Runtime.getRuntime().availableProcessors());
        var settings = new TreeMap<>(ReplayCommand.SETTINGS);
        List<byte[]> lines;
        if (notices == null) {
            var archive = out.resolve("archive");
            settings.put("assets.base", archive.toAbsolutePath().normalize().toString());
            lines = NoticePublisher.lines(written(archive), null);
        } else {
            settings.putAll(NoticeFolder.settings(notices));
            lines = NoticePublisher.lines(notices, null);
        }
        var options = common.options(settings);
        var windows = cut(read(lines, options), options);
        double before = embed(windows, options);
        var result = new Replay(options, line -> {}).run(lines, files);
        double after = embed(windows, options);
        whole(result, 2 / (1 / before + 1 / after));
        return 0;
    }

    private Path written(Path archive) throws Exception {
        long start = System.nanoTime();
        var written =
                LandscapeArchive.write(
                        archive,
                        Landscape.of(LandscapeOptions.demo()),
                        Runtime.getRuntime().availableProcessors(),
                        p -> {});
        say(
                "archive: %d products, %d MB written in %.1f s",
                written.products(), written.bytes() >> 20, seconds(start));
        return written.notices();
    }

    private List<GranuleNotice> read(List<byte[]> lines, MonitoringOptions options) {
        var reader = new NoticeReader(options.notices());
        var notices = new ArrayList<GranuleNotice>();
        for (int round = 0; round < 2; round++) {
            notices.clear();
            long start = System.nanoTime();
            for (var line : lines) {
                if (reader.read(line, new Origin("bench", 0, 0L))
                        instanceof Understood.Taken taken) {
                    notices.add(taken.notice());
                }
            }
            if (round == 1) {
                say(
                        "read-notices: %.2f ms a notice (1 thread)",
                        1000 * seconds(start) / lines.size());
            }
        }
        return notices;
    }

    /** Pixels of some patches of each sensor, and how many there are of it. */
    private record Windows(Map<Sensor, List<float[]>> kept, Map<Sensor, Integer> cut) {}

    private Windows cut(List<GranuleNotice> notices, MonitoringOptions options) {
        var windows = new Windows(new EnumMap<>(Sensor.class), new EnumMap<>(Sensor.class));
        Map<Sensor, Double> time = new EnumMap<>(Sensor.class);
        Map<Sensor, Integer> count = new EnumMap<>(Sensor.class);
        try (var model = open(options);
                var cutter =
                        new PatchCutter(
                                options.cutting(
                                        model.bands(io.groundtrack.model.Sensor.S1),
                                        model.bands(io.groundtrack.model.Sensor.S2)))) {
            for (var notice : notices) {
                var sensor = notice.getSensor();
                var kept = windows.kept().computeIfAbsent(sensor, s -> new ArrayList<>());
                long start = System.nanoTime();
                for (var share : notice.getTiles()) {
                    cutter.cut(
                            strip(notice, share),
                            outcome -> {
                                count.merge(sensor, 1, Integer::sum);
                                if (outcome.getKind() == OutcomeKind.CUT) {
                                    windows.cut().merge(sensor, 1, Integer::sum);
                                    if (kept.size() < KEPT) {
                                        kept.add(Packed.floats(outcome.getWindow().getPixels()));
                                    }
                                }
                            },
                            reject -> {});
                }
                time.merge(sensor, seconds(start), Double::sum);
            }
        }
        time.forEach(
                (sensor, s) ->
                        say(
                                "cut-into-patches: %s %.2f ms a patch (1 thread, reading and decoding included)",
                                sensor, 1000 * s / count.get(sensor)));
        return windows;
    }

    private static Strip strip(GranuleNotice notice, TileShare share) {
        var granule =
                Granule.newBuilder()
                        .setProductKey(notice.getProductKey())
                        .setGranuleId(notice.getGranuleId())
                        .setVersion(notice.getVersion())
                        .setSensor(notice.getSensor())
                        .setPlatform(notice.getPlatform())
                        .setProductKind(notice.getProductKind())
                        .setRelativeOrbit(notice.getRelativeOrbit())
                        .setAcquisitionTime(notice.getAcquisitionTime())
                        .setShare(share)
                        .setAssets(notice.getAssets())
                        .setOrigin(notice.getOrigin())
                        .build();
        return Strip.newBuilder()
                .setStripId("bench")
                .setPassId(share.getPassId())
                .setPassRevision(1)
                .setSensor(notice.getSensor())
                .setPlatform(notice.getPlatform())
                .setProductKind(notice.getProductKind())
                .setRelativeOrbit(notice.getRelativeOrbit())
                .setFrame(share)
                .setGone(ByteBuffer.allocate(0))
                .setGranules(List.of(granule))
                .build();
    }

    /** Mean rate of the model, patches/s; a sensor weighs as much as there are patches of it. */
    private double embed(Windows windows, MonitoringOptions options) {
        double seconds = 0;
        int all = 0;
        try (var model = open(options)) {
            for (var sensor : windows.cut().keySet()) {
                var patches = windows.kept().get(sensor);
                var modelSensor = io.groundtrack.model.Sensor.valueOf(sensor.name());
                model.encode(modelSensor, patches.subList(0, Math.min(64, patches.size())));
                long start = System.nanoTime();
                model.encode(modelSensor, patches);
                double rate = patches.size() / seconds(start);
                say(
                        "embed-patches, bare model: %s %.1f patches/s (batch %d)",
                        sensor, rate, options.get(Options.EMBED_BATCH));
                seconds += windows.cut().get(sensor) / rate;
                all += windows.cut().get(sensor);
            }
        }
        return all / seconds;
    }

    private void whole(Replay.Result result, double bare) {
        var seconds = result.summary().json().path("seconds");
        int embedded = result.live().embeddings().size();
        double job = seconds.path("job").asDouble();
        say(
                "whole job, bounded: %d patches in %.1f s of job, its start included: %.1f patches/s",
                embedded, job, embedded / job);
        say("bare model, the same mix of sensors, before and after: %.1f patches/s", bare);
        say("whole ÷ bare model: %.2f", embedded / job / bare);
        say("phases, s: %s", seconds);
    }

    private static EmbeddingModel open(MonitoringOptions options) {
        return EmbeddingModel.open(options.get(Options.MODEL_PATH), options.embedding().forModel());
    }

    private void say(String format, Object... values) {
        spec.commandLine().getOut().println(String.format(Locale.ROOT, format, values));
        spec.commandLine().getOut().flush();
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
