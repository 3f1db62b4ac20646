package io.groundtrack.job.embedded;

import io.groundtrack.job.KafkaInputs;
import io.groundtrack.job.ModelFacts;
import io.groundtrack.job.MonitoringJob;
import io.groundtrack.job.Outputs;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.options.Options;
import io.groundtrack.job.stored.StoredRun;
import io.groundtrack.operators.embedding.SharedModel;
import io.groundtrack.sinks.files.LiveRecords;
import io.groundtrack.sinks.files.LiveView;
import io.groundtrack.sinks.files.ResultFiles;
import io.groundtrack.sinks.files.RunState;
import io.groundtrack.sinks.files.Summary;
import io.groundtrack.sinks.kafka.KafkaOutputs;
import io.groundtrack.sinks.kafka.Topics;
import io.groundtrack.testing.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the job in this JVM over a bounded set of notices, published in the order given, or over the
 * embeddings of an earlier run: broker up, job run to its end, what lives written to files.
 *
 * <p>in: notices or embeddings → out: {@link LiveRecords}, files and summary. Errors: whatever
 * stops the job, with its cause.
 */
public final class Replay {

    /** What a replay gave. */
    public record Result(LiveRecords live, Summary summary) {}

    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

    private final MonitoringOptions options;
    private final Consumer<String> progress;
    private final Phases phases = new Phases();

    /**
     * @param progress told what happens, a line each
     */
    public Replay(MonitoringOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    public Result run(List<byte[]> notices, ResultFiles files) throws Exception {
        return run(
                files,
                notices.size(),
                true,
                (env, kafka, facts) -> {
                    new RunState("publish", notices.size()).write(files.folder());
                    var prefix = options.get(Options.KAFKA_PREFIX);
                    try (var publisher = new NoticePublisher(kafka, prefix)) {
                        notices.forEach(publisher::publish);
                        publisher.flush();
                    }
                    phases.done("publish");
                    progress.accept(notices.size() + " notices published");
                    MonitoringJob.define(
                            env,
                            new KafkaInputs(kafka, prefix, "replay", true),
                            options,
                            facts,
                            outputs(kafka, options));
                });
    }

    /** Replays what an earlier run embedded, with the model that made it. */
    public Result run(StoredRun stored, ResultFiles files) throws Exception {
        return run(
                files,
                0,
                false,
                (env, kafka, facts) -> {
                    stored.requireModel(facts.modelId());
                    MonitoringJob.defineFrom(stored, env, options, facts, outputs(kafka, options));
                });
    }

    @FunctionalInterface
    private interface Definition {
        void define(StreamExecutionEnvironment env, Properties kafka, ModelFacts facts)
                throws Exception;
    }

    private Result run(ResultFiles files, long notices, boolean embeds, Definition job)
            throws Exception {
        RunState.begin(files.folder());
        var work = Files.createTempDirectory("groundtrack-replay");
        var embedding = options.embedding().on(Optional.empty());
        try (var model = SharedModel.acquire(embedding);
                var broker = EmbeddedKafka.start(work.resolve("kafka"))) {
            var facts = ModelFacts.of(model.model());
            phases.done("start");
            progress.accept("model " + facts.modelId() + ", broker " + broker.bootstrapServers());

            var kafka = new Properties();
            kafka.put("bootstrap.servers", broker.bootstrapServers());
            var prefix = options.get(Options.KAFKA_PREFIX);
            Topics.createMissing(kafka, prefix);
            var env =
                    EngineConfiguration.start(
                            options,
                            work.resolve("checkpoints"),
                            EngineConfiguration.freePortNear(options.get(Options.WEB_PORT)));
            job.define(env, kafka, facts);
            new RunState("job", notices).write(files.folder());
            execute(env, kafka, prefix, files.folder());
            new RunState("write-files", notices).write(files.folder());
            phases.done("job");
            progress.accept("job done");

            var live = LiveView.of(kafka, prefix);
            phases.done("read");
            var summary = Summary.of(live, facts.modelId(), phases.seconds());
            if (embeds) {
                EmbeddedWith.of(model.model(), embedding).describe(summary.json());
            }
            files.write(live, summary);
            RunState.done(live.notices()).write(files.folder());
            return new Result(live, summary);
        } finally {
            delete(work);
        }
    }

    @SuppressWarnings("try")
    private static void execute(
            StreamExecutionEnvironment env, Properties kafka, String prefix, Path folder)
            throws Exception {
        try (var follower = LedgerFollower.start(kafka, prefix, folder)) {
            env.execute("groundtrack replay");
        }
    }

    /** The sinks of a job on {@code kafka}. */
    public static Outputs outputs(Properties kafka, MonitoringOptions options) {
        var producer = new Properties();
        producer.putAll(kafka);
        producer.put(
                "transaction.timeout.ms",
                Long.toString(options.get(Options.KAFKA_TRANSACTION_TIMEOUT).toMillis()));
        var sinks =
                new KafkaOutputs(
                        producer,
                        options.get(Options.KAFKA_PREFIX),
                        options.get(Options.KAFKA_TRANSACTIONS));
        return new Outputs(
                sinks.embeddings(),
                sinks.classifications(),
                sinks.changes(),
                sinks.deadLetters(),
                sinks.ledger());
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
