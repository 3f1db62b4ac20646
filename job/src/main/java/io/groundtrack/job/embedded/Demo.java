package io.groundtrack.job.embedded;

import io.groundtrack.job.KafkaInputs;
import io.groundtrack.job.ModelFacts;
import io.groundtrack.job.MonitoringJob;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.options.Options;
import io.groundtrack.operators.embedding.SharedModel;
import io.groundtrack.sinks.files.LiveRecords;
import io.groundtrack.sinks.files.LiveView;
import io.groundtrack.sinks.files.ResultFiles;
import io.groundtrack.sinks.files.RunState;
import io.groundtrack.sinks.files.Summary;
import io.groundtrack.sinks.kafka.Topics;
import io.groundtrack.testing.kafka.EmbeddedKafka;
import io.groundtrack.testing.landscape.Landscape;
import io.groundtrack.testing.landscape.archive.LandscapeArchive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.flink.core.execution.JobClient;

/**
 * The whole system in this JVM, live, on a synthetic landscape with planted events: broker, engine
 * with web pages, archive of COGs, notices published as if the products had just come.
 *
 * <p>in: landscape → out: running job, results so far, truth. State: a temporary folder, deleted by
 * {@link #close}.
 */
public final class Demo implements AutoCloseable {

    private static final Duration QUIET = Duration.ofMillis(1500);
    private static final Duration TELL_EVERY = Duration.ofSeconds(3);

    /** What the archive gave. */
    public record Result(LiveRecords live, Summary summary, TruthMatch match) {}

    private final Landscape landscape;
    private final MonitoringOptions options;
    private final ResultFiles files;
    private final Consumer<String> progress;
    private final Phases phases = new Phases();
    private final Path work;
    private SharedModel model;
    private EmbeddedKafka broker;
    private JobClient job;
    private int webPort;
    private boolean closed;

    /**
     * @param options {@code assets.base} is the folder {@code archive} of {@code files}
     */
    public Demo(
            Landscape landscape,
            MonitoringOptions options,
            ResultFiles files,
            Consumer<String> progress)
            throws Exception {
        this.landscape = landscape;
        this.options = options;
        this.files = files;
        this.progress = progress;
        this.work = Files.createTempDirectory("groundtrack-demo");
    }

    /** Where the archive of a demo lies. */
    public static Path archiveIn(Path out) {
        return out.resolve("archive");
    }

    /** Starts everything, publishes the archive, and returns when it is through. */
    public Result run() throws Exception {
        int threads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
        var archive =
                CompletableFuture.supplyAsync(
                        () ->
                                LandscapeArchive.write(
                                        archiveIn(files.folder()), landscape, threads, done -> {}));
        var opening =
                CompletableFuture.supplyAsync(
                        () -> SharedModel.acquire(options.embedding().on(Optional.empty())));
        broker = EmbeddedKafka.start(work.resolve("kafka"));
        var kafka = new Properties();
        kafka.put("bootstrap.servers", broker.bootstrapServers());
        var prefix = options.get(Options.KAFKA_PREFIX);
        Topics.createMissing(kafka, prefix);
        phases.done("broker");
        progress.accept("Kafka is up at " + broker.bootstrapServers());

        model = await(opening);
        var facts = ModelFacts.of(model.model());
        phases.done("model");
        progress.accept("model " + facts.modelId());

        webPort = EngineConfiguration.freePortNear(options.get(Options.WEB_PORT));
        var env = EngineConfiguration.start(options, work.resolve("checkpoints"), webPort);
        MonitoringJob.define(
                env,
                new KafkaInputs(kafka, prefix, "demo", false),
                options,
                facts,
                ResultTopics.of(kafka, options));
        job = env.executeAsync("groundtrack demo");
        phases.done("engine");
        progress.accept("the job runs: " + webAddress());

        var written = await(archive);
        phases.done("archive");
        progress.accept(
                "archive: %d products, %d notices, %d MB"
                        .formatted(written.products(), written.lines(), written.bytes() >> 20));
        try (var publisher = new NoticePublisher(kafka, prefix)) {
            NoticePublisher.lines(written.notices(), null).forEach(publisher::publish);
            publisher.flush();
        }
        phases.done("publish");
        RunState.begin(files.folder());
        new RunState("job", written.lines()).write(files.folder());
        try (var view = new LiveView(kafka, prefix)) {
            var live = untilThrough(view, written.lines());
            phases.done("job");
            var summary = Summary.of(live, facts.modelId(), phases.seconds());
            EmbeddedWith.of(model.model(), options.embedding()).describe(summary.json());
            var match = TruthMatch.of(landscape, live.alerts());
            summary.json()
                    .putObject("truth")
                    .put("planted", match.events().size())
                    .put("found", match.foundCount())
                    .put("elsewhere", match.elsewhere().size());
            files.write(live, summary);
            RunState.done(live.notices()).write(files.folder());
            return new Result(live, summary, match);
        }
    }

    public String webAddress() {
        return "http://localhost:" + webPort;
    }

    public String brokerAddress() {
        return broker.bootstrapServers();
    }

    /** Blocks until the job ends: by {@link #close}, or by a failure, which it throws. */
    public void await() throws Exception {
        try {
            job.getJobExecutionResult().get();
        } catch (ExecutionException | CancellationException e) {
            synchronized (this) {
                if (!closed) {
                    throw e;
                }
            }
        }
    }

    private LiveRecords untilThrough(LiveView view, long published) throws Exception {
        long quietSince = System.nanoTime();
        long told = 0;
        int seen = 0;
        boolean alertTold = false;
        while (true) {
            if (job.getJobStatus().get().isGloballyTerminalState()) {
                // says why
                job.getJobExecutionResult().get();
            }
            var live = view.catchUp();
            long now = System.nanoTime();
            if (!alertTold && !live.alerts().isEmpty()) {
                alertTold = true;
                phases.done("first alert");
                progress.accept("first alert: " + live.alerts().get(0).getId());
            }
            if (live.ledger().size() > seen) {
                seen = live.ledger().size();
                quietSince = now;
                if (now - told > TELL_EVERY.toNanos()) {
                    told = now;
                    progress.accept(
                            "%d patches embedded, %d classified, %d alerts"
                                    .formatted(
                                            live.embeddings().size(),
                                            live.classifications().size(),
                                            live.alerts().size()));
                }
            } else if (now - quietSince > QUIET.toNanos()
                    && live.notices() == published
                    && Summary.openSums(live).isEmpty()) {
                return live;
            }
            view.poll(Duration.ofMillis(500));
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Ends everything and deletes the temporary folder; what comes second waits for the first. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (job != null) {
            job.cancel().join();
            job.getJobExecutionResult().handle((result, failure) -> null).join();
        }
        if (model != null) {
            model.close();
        }
        if (broker != null) {
            broker.close();
        }
        Replay.delete(work);
    }
}
