package io.groundtrack.job.sameness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.stored.StoredRun;
import io.groundtrack.sinks.files.LiveRecords;
import io.groundtrack.sinks.files.ResultFiles;
import io.groundtrack.sinks.files.Summary;
import io.groundtrack.testing.landscape.Landscape;
import io.groundtrack.testing.landscape.archive.LandscapeArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs the whole job over one archive again and again: in other orders of arrival, on more or fewer
 * subtasks, on another state backend, stopped in the middle and gone on, live, and from stored
 * vectors.
 *
 * <p>in: notices → out: {@link SamenessTable}. State: a folder for topics, checkpoints and the
 * results of the first run. Errors: whatever stops a run, with its cause.
 */
public final class Sameness {

    private static final int USUAL = 2;
    private static final int FEWEST = 3;

    /** What a run without notices does not count. */
    private static final Set<String> OF_NOTICES =
            Set.of(
                    "notices",
                    "products",
                    "repeated",
                    "superseded",
                    "deleted",
                    "ignored",
                    "rejected",
                    "deadLetters");

    private final List<byte[]> notices;
    private final SamenessPlan plan;
    private final MonitoringOptions options;
    private final Path folder;
    private final Consumer<String> progress;
    private final List<SamenessTable.Row> rows = new ArrayList<>();
    private ObjectNode counts;

    /**
     * @param notices three at least
     * @param options of all runs, without horizons; {@code assets.base} is where {@code notices}
     *     come from
     * @param folder to work in; whoever made it deletes it
     * @param progress told of each run, a line each
     */
    public Sameness(
            List<byte[]> notices,
            SamenessPlan plan,
            MonitoringOptions options,
            Path folder,
            Consumer<String> progress) {
        if (notices.size() < FEWEST) {
            throw new IllegalArgumentException(
                    "%d notices (expected: %d at least, as runs are stopped between thirds of them)"
                            .formatted(notices.size(), FEWEST));
        }
        this.notices = List.copyOf(notices);
        this.plan = plan;
        this.options = options;
        this.folder = folder;
        this.progress = progress;
    }

    /** Writes the archive of a plan into {@code folder}; its notices. */
    public static List<byte[]> archive(SamenessPlan plan, Path folder) throws IOException {
        int threads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
        var written =
                LandscapeArchive.write(folder, Landscape.of(plan.landscape()), threads, done -> {});
        return NoticePublisher.lines(written.notices(), null);
    }

    /** One run of the job. */
    @FunctionalInterface
    private interface Way {
        /** Returns what there is to say of it, perhaps nothing. */
        String go(Trial trial) throws Exception;
    }

    /** All runs, one after the other. */
    public SamenessTable run() throws Exception {
        try (var bench = new Workbench(options, folder)) {
            var usual = Engine.heap(USUAL);
            row(bench, "in the order of the file", bounded(notices, usual));
            for (int seed = 1; seed <= plan.orders(); seed++) {
                row(bench, "in another order, " + seed, bounded(shuffled(seed), usual));
            }
            row(bench, "parallelism 1", bounded(notices, Engine.heap(1)));
            row(bench, "parallelism 4", bounded(notices, Engine.heap(4)));
            row(bench, "state in RocksDB", bounded(notices, Engine.rocksDb(USUAL)));
            row(bench, "live, notices trickle in", this::live);
            row(bench, "killed at 4, on at parallelism 1", killed(Engine.heap(4), Engine.heap(1)));
            row(
                    bench,
                    "stopped at 1, on at parallelism 4",
                    stopped(Engine.heap(1), Engine.heap(4)));
            row(bench, "stopped on heap, on with RocksDB", stopped(usual, Engine.rocksDb(USUAL)));
            if (plan.everyStop()) {
                row(bench, "killed, on from its checkpoint", killed(usual, usual));
                row(bench, "stopped, on from its savepoint", stopped(usual, usual));
                row(
                        bench,
                        "RocksDB, killed at 1, on at parallelism 4",
                        killed(Engine.rocksDb(1), Engine.rocksDb(4)));
                row(
                        bench,
                        "RocksDB, killed at 4, on at parallelism 2",
                        killed(Engine.rocksDb(4), Engine.rocksDb(2)));
                row(
                        bench,
                        "stopped on RocksDB, on with heap",
                        stopped(Engine.rocksDb(USUAL), usual));
            }
            row(bench, "stored vectors in place of pixels", this::stored);
            return new SamenessTable(
                    bench.facts().modelId(), bench.embeddedWith(), counts, List.copyOf(rows));
        }
    }

    private Way bounded(List<byte[]> order, Engine engine) {
        return trial -> {
            trial.publish(order);
            trial.runToTheEnd(engine, false);
            return "";
        };
    }

    private String live(Trial trial) throws Exception {
        trial.startLive(Engine.heap(USUAL));
        trial.trickle(notices, plan.trickle());
        trial.until("all notices are through", live -> isThrough(live, notices.size()));
        trial.stopWithSavepoint();
        return "";
    }

    private Way killed(Engine first, Engine second) {
        return trial -> {
            var at = toTheMiddle(trial, first);
            trial.kill();
            return goOn(trial, second, at);
        };
    }

    private Way stopped(Engine first, Engine second) {
        return trial -> {
            var at = toTheMiddle(trial, first);
            trial.stopWithSavepoint();
            return goOn(trial, second, at);
        };
    }

    /**
     * Until something of the second third is committed, or all of it is through and gave nothing;
     * how many observations are by then.
     */
    private int toTheMiddle(Trial trial, Engine engine) throws Exception {
        int third = notices.size() / 3;
        trial.startLive(engine);
        trial.publish(notices.subList(0, third));
        int covered =
                trial.until(
                                "the first results",
                                live -> !live.embeddings().isEmpty() || isThrough(live, third))
                        .embeddings()
                        .size();
        trial.publish(notices.subList(third, 2 * third));
        return trial.until(
                        "more results",
                        live -> live.embeddings().size() > covered || isThrough(live, 2 * third))
                .embeddings()
                .size();
    }

    private static boolean isThrough(LiveRecords live, int published) {
        return live.notices() == published && Summary.openSums(live).isEmpty();
    }

    private String goOn(Trial trial, Engine engine, int at) throws Exception {
        trial.publish(notices.subList(2 * (notices.size() / 3), notices.size()));
        trial.runToTheEnd(engine, true);
        int all = counts.at("/patches/embedded").asInt();
        return "after %d of %d observations".formatted(at, all);
    }

    private String stored(Trial trial) throws Exception {
        trial.runFrom(StoredRun.in(firstResults()), Engine.heap(USUAL));
        return "";
    }

    private Path firstResults() {
        return folder.resolve("first");
    }

    private void row(Workbench bench, String variation, Way way) throws Exception {
        long start = System.nanoTime();
        String detail;
        LiveRecords live;
        try (var trial = bench.trial()) {
            detail = way.go(trial);
            live = trial.result();
        }
        var summary = Summary.of(live, bench.facts().modelId(), Map.of());
        if (rows.isEmpty()) {
            counts = summary.json().deepCopy();
            counts.remove("seconds");
            ResultFiles.in(firstResults()).write(live, summary);
        }
        var row =
                new SamenessTable.Row(
                        variation,
                        detail,
                        summary.json().path("resultHash").asText(),
                        differences(summary, live.notices() > 0),
                        (System.nanoTime() - start) / 1e9);
        rows.add(row);
        progress.accept(
                String.format(
                        Locale.ROOT,
                        "%s: %s %s, %.1f s",
                        variation,
                        row.resultHash().substring(0, SamenessTable.SHOWN),
                        row.same() ? "same" : "DIFFERS",
                        row.seconds()));
    }

    /** What is not as in the first run, key by key. */
    private List<String> differences(Summary summary, boolean fromNotices) {
        var differences = new ArrayList<>(summary.openSums());
        for (var count : counts.properties()) {
            var here = summary.json().path(count.getKey());
            if ((fromNotices || !OF_NOTICES.contains(count.getKey()))
                    && !here.equals(count.getValue())) {
                differences.add(count.getKey() + " " + here + ", not " + count.getValue());
            }
        }
        return differences;
    }

    private List<byte[]> shuffled(int seed) {
        var order = new ArrayList<>(notices);
        Collections.shuffle(order, new Random(seed));
        return order;
    }
}
