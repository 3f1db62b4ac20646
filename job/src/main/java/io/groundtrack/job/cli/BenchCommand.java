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
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bench}: how long each stage takes on the archive of the demo, and the whole job against
 * its bare model.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Times the stages of the job, and the whole job, on the archive of the demo.")
final class BenchCommand implements Callable<Integer> {

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/bench",
            description = "Folder (default: ${DEFAULT-VALUE}).")
    Path out;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var files = ResultFiles.in(out);
        var archive = out.resolve("archive");
        int cores = Runtime.getRuntime().availableProcessors();
        long start = System.nanoTime();
        var written =
                LandscapeArchive.write(
                        archive, Landscape.of(LandscapeOptions.demo()), cores, p -> {});
        say("cores %d", cores);
        say(
                "archive: %d products, %d MB written in %.1f s",
                written.products(), written.bytes() >> 20, seconds(start));

        var options =
                common.options(
                        Map.of(
                                "assets.base", archive.toAbsolutePath().normalize().toString(),
                                "pairing.horizon", "0",
                                "change.horizon", "0",
                                "notices.remember-deletes", "0"));
        var lines = NoticePublisher.lines(written.notices(), null);
        var notices = read(lines, options);
        var windows = cut(notices, options);
        double bare = embed(windows, options);
        whole(lines, options, files, bare);
        return 0;
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

    private Map<Sensor, List<float[]>> cut(List<GranuleNotice> notices, MonitoringOptions options) {
        Map<Sensor, List<float[]>> windows = new EnumMap<>(Sensor.class);
        Map<Sensor, Double> time = new EnumMap<>(Sensor.class);
        Map<Sensor, Integer> count = new EnumMap<>(Sensor.class);
        try (var model = open(options);
                var cutter =
                        new PatchCutter(
                                options.cutting(
                                        model.bands(io.groundtrack.model.Sensor.S1),
                                        model.bands(io.groundtrack.model.Sensor.S2)))) {
            for (var notice : notices) {
                long start = System.nanoTime();
                for (var share : notice.getTiles()) {
                    for (var outcome : cutter.cut(strip(notice, share)).outcomes()) {
                        count.merge(notice.getSensor(), 1, Integer::sum);
                        var kept =
                                windows.computeIfAbsent(notice.getSensor(), s -> new ArrayList<>());
                        if (outcome.getKind() == OutcomeKind.CUT && kept.size() < 512) {
                            kept.add(Packed.floats(outcome.getWindow().getPixels()));
                        }
                    }
                }
                time.merge(notice.getSensor(), seconds(start), Double::sum);
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

    /**
     * Mean rate of both sensors, patches/s, each weighed as the archive has them (two S1 orbits,
     * one S2).
     */
    private double embed(Map<Sensor, List<float[]>> windows, MonitoringOptions options) {
        double cost = 0;
        try (var model = open(options)) {
            for (var sensor : Sensor.values()) {
                var patches = windows.get(sensor);
                var modelSensor = io.groundtrack.model.Sensor.valueOf(sensor.name());
                model.encode(modelSensor, patches);
                long start = System.nanoTime();
                model.encode(modelSensor, patches);
                double rate = patches.size() / seconds(start);
                say(
                        "embed-patches, bare model: %s %.0f patches/s (batch %d)",
                        sensor, rate, options.get(Options.EMBED_BATCH));
                cost += (sensor == Sensor.S1 ? 2.0 / 3 : 1.0 / 3) / rate;
            }
        }
        return 1 / cost;
    }

    private void whole(
            List<byte[]> lines, MonitoringOptions options, ResultFiles files, double bare)
            throws Exception {
        var result = new Replay(options, line -> {}).run(lines, files);
        var seconds = result.summary().json().path("seconds");
        int embedded = result.live().embeddings().size();
        double job = seconds.path("job").asDouble();
        say(
                "whole job, bounded: %d patches in %.1f s of job, its start included: %.0f patches/s",
                embedded, job, embedded / job);
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
