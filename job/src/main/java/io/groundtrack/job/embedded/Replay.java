package io.groundtrack.job.embedded;

import io.groundtrack.job.ModelFacts;
import io.groundtrack.job.MonitoringJob;
import io.groundtrack.job.NoticeRange;
import io.groundtrack.job.Outputs;
import io.groundtrack.job.RangeInputs;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.options.Options;
import io.groundtrack.job.stored.StoredRun;
import io.groundtrack.operators.embedding.SharedModel;
import io.groundtrack.sinks.files.LiveRecords;
import io.groundtrack.sinks.files.LiveView;
import io.groundtrack.sinks.files.ResultFiles;
import io.groundtrack.sinks.files.RunState;
import io.groundtrack.sinks.files.Summary;
import io.groundtrack.sinks.kafka.Topics;
import io.groundtrack.testing.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the job in this JVM over a bounded set of notices or over the embeddings of an earlier run:
 * broker up, job run to its end, what lives written to files.
 *
 * <p>in: notices in the order given, notices on a Kafka, or embeddings → out: {@link LiveRecords},
 * files, summary, and where asked for a savepoint of what was learnt. Nothing sorts notices before
 * the job. Errors: whatever stops the job, with its cause.
 */
public final class Replay {

    /**
     * What a replay gave.
     *
     * @param savepoint what {@code run --restore} goes on from; null where none was asked for
     */
    public record Result(LiveRecords live, Summary summary, Path savepoint) {}

    /**
     * Notices on a Kafka, and when they were published.
     *
     * @param kafka client settings with {@code bootstrap.servers}
     * @param prefix of the topic names
     * @param from null, or the time from which
     * @param to null, or the time before which
     */
    public record KafkaNotices(Properties kafka, String prefix, Instant from, Instant to) {}

    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

    /** A savepoint waits for all that is on its way, which may be hours of cutting. */
    private static final Duration SAVEPOINT_TAKES_AT_MOST = Duration.ofDays(7);

    private static final long ASK_EVERY_MS = 200;

    private final MonitoringOptions options;
    private final Consumer<String> progress;
    private final Phases phases = new Phases();
    private Properties results;
    private Path savepoints;

    /**
     * @param progress told what happens, a line each
     */
    public Replay(MonitoringOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Takes a savepoint into this folder when all is read, for a job that goes on from there. */
    public Replay handingOver(Path folder) {
        this.savepoints = folder;
        return this;
    }

    /** Writes the results to the topics of this Kafka, which have to be empty. */
    public Replay writingTo(Properties kafka) {
        this.results = kafka;
        return this;
    }

    public Result run(List<byte[]> notices, ResultFiles files) throws Exception {
        return run(
                files,
                (broker, facts, out) -> {
                    new RunState("publish", notices.size()).write(files.folder());
                    var prefix = options.get(Options.KAFKA_PREFIX);
                    Topics.createMissing(broker, prefix);
                    try (var publisher = new NoticePublisher(broker, prefix)) {
                        notices.forEach(publisher::publish);
                        publisher.flush();
                    }
                    phases.done("publish");
                    progress.accept(notices.size() + " notices published");
                    return over(new KafkaNotices(broker, prefix, null, null), facts, out);
                });
    }

    /** Replays what stands on the notice topics of a Kafka now, each partition in its order. */
    public Result run(KafkaNotices notices, ResultFiles files) throws Exception {
        return run(files, (broker, facts, out) -> over(notices, facts, out));
    }

    /** Replays what an earlier run embedded, with the model that made it. */
    public Result run(StoredRun stored, ResultFiles files) throws Exception {
        if (savepoints != null) {
            throw new IllegalArgumentException(
                    "a savepoint of a replay of embeddings (expected: notices, as embeddings do"
                            + " not teach which products and passes are known)");
        }
        return run(
                files,
                (broker, facts, out) -> {
                    stored.requireModel(facts.modelId());
                    return new Job(
                            env -> MonitoringJob.defineFrom(stored, env, options, facts, out),
                            false,
                            0,
                            null);
                });
    }

    private Job over(KafkaNotices notices, ModelFacts facts, Outputs out) {
        var range = NoticeRange.of(notices.kafka(), notices.prefix(), notices.from(), notices.to());
        // the positions of an earlier replay must not be taken for those of this one
        var group = "replay-" + UUID.randomUUID();
        var inputs =
                new RangeInputs(
                        notices.kafka(), notices.prefix(), group, range, savepoints != null);
        return new Job(
                env -> MonitoringJob.define(env, inputs, options, facts, out),
                true,
                range.count(),
                inputs);
    }

    /**
     * What is run.
     *
     * @param embeds whether it makes vectors; else it reads them
     * @param notices how many it reads
     * @param inputs null where it reads none
     */
    private record Job(
            Consumer<StreamExecutionEnvironment> definition,
            boolean embeds,
            long notices,
            RangeInputs inputs) {}

    @FunctionalInterface
    private interface Definition {
        /**
         * @param broker the one in this JVM
         */
        Job of(Properties broker, ModelFacts facts, Outputs out) throws Exception;
    }

    private Result run(ResultFiles files, Definition definition) throws Exception {
        if (results != null) {
            Topics.createMissing(results, options.get(Options.KAFKA_PREFIX));
            ResultTopics.requireEmpty(results, options.get(Options.KAFKA_PREFIX));
        }
        RunState.begin(files.folder());
        var work = Files.createTempDirectory("groundtrack-replay");
        var embedding = options.embedding().on(Optional.empty());
        try (var model = SharedModel.acquire(embedding);
                var broker = EmbeddedKafka.start(work.resolve("kafka"))) {
            var facts = ModelFacts.of(model.model());
            phases.done("start");
            progress.accept("model " + facts.modelId() + ", broker " + broker.bootstrapServers());

            var own = new Properties();
            own.put("bootstrap.servers", broker.bootstrapServers());
            var kafka = results == null ? own : results;
            var prefix = options.get(Options.KAFKA_PREFIX);
            Topics.createMissing(kafka, prefix);
            var job = definition.of(own, facts, ResultTopics.of(kafka, options));
            if (savepoints != null && job.notices() == 0) {
                throw new IOException("a savepoint of no notices (expected: one at least)");
            }
            var env =
                    EngineConfiguration.start(
                            options,
                            work.resolve("checkpoints"),
                            EngineConfiguration.freePortNear(options.get(Options.WEB_PORT)));
            job.definition().accept(env);
            new RunState("job", job.notices()).write(files.folder());
            var savepoint = execute(job, env, kafka, files.folder());
            new RunState("write-files", job.notices()).write(files.folder());
            phases.done("job");
            progress.accept("job done");

            var live = withNotices(job.notices(), LiveView.of(kafka, prefix));
            phases.done("read");
            if (savepoint != null) {
                // only now is sure that every transaction is through
                HistorySavepoint.reduce(savepoint);
                progress.accept("savepoint " + savepoint);
            }
            var summary = Summary.of(live, facts.modelId(), phases.seconds());
            if (job.embeds()) {
                EmbeddedWith.of(model.model(), embedding).describe(summary.json());
            }
            files.write(live, summary);
            RunState.done(live.notices()).write(files.folder());
            return new Result(live, summary, savepoint);
        } finally {
            delete(work);
        }
    }

    /** Notices need not lie on the Kafka of the results. */
    static LiveRecords withNotices(long notices, LiveRecords live) {
        return new LiveRecords(
                notices,
                live.embeddings(),
                live.classifications(),
                live.changes(),
                live.deadLetters(),
                live.ledger(),
                live.changeTimes(),
                live.classifiedAt());
    }

    @SuppressWarnings("try")
    private Path execute(Job job, StreamExecutionEnvironment env, Properties kafka, Path folder)
            throws Exception {
        var prefix = options.get(Options.KAFKA_PREFIX);
        try (var follower = LedgerFollower.start(kafka, prefix, folder)) {
            if (savepoints == null) {
                env.execute("groundtrack replay");
                return null;
            }
            env.getCheckpointConfig().setCheckpointTimeout(SAVEPOINT_TAKES_AT_MOST.toMillis());
            var running = env.executeAsync("groundtrack replay");
            awaitRead(job.inputs(), running);
            progress.accept("all notices read");
            var place =
                    running.stopWithSavepoint(
                                    false,
                                    savepoints.toAbsolutePath().toUri().toString(),
                                    SavepointFormatType.CANONICAL)
                            .get();
            running.getJobExecutionResult().get();
            return Path.of(URI.create(place));
        }
    }

    private static void awaitRead(RangeInputs inputs, JobClient job) throws Exception {
        try (var reading = new RangeProgress(inputs.kafka(), inputs.groupId(), inputs.range())) {
            while (!reading.isRead()) {
                if (job.getJobStatus().get().isGloballyTerminalState()) {
                    // says why
                    job.getJobExecutionResult().get();
                    throw new IllegalStateException(
                            "the job ended before its savepoint (expected: stopped by it)");
                }
                TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MS);
            }
        }
    }

    /** What cannot be deleted is left, and said in the log: it must not hide why a run ended. */
    public static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("temporary folder {} is left", folder, e);
        }
    }
}
