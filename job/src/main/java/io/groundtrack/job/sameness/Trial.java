package io.groundtrack.job.sameness;

import io.groundtrack.job.KafkaInputs;
import io.groundtrack.job.MonitoringJob;
import io.groundtrack.job.embedded.Checkpoints;
import io.groundtrack.job.embedded.EngineConfiguration;
import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.ResultTopics;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.options.Options;
import io.groundtrack.job.stored.StoredRun;
import io.groundtrack.sinks.files.LiveRecords;
import io.groundtrack.sinks.files.LiveView;
import io.groundtrack.sinks.kafka.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * One run of the job over topics of its own, in one life or in several.
 *
 * <p>in: notices, when the caller publishes them → out: what lives on its topics. State: topics and
 * a folder of checkpoints, both named after the run. Not thread safe. Errors: what ended the job,
 * with its cause; {@link IllegalStateException} where nothing comes for minutes.
 */
final class Trial implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Workbench bench;
    private final Properties kafka;
    private final String prefix;
    private final Path checkpoints;
    private final NoticePublisher publisher;
    private final LiveView view;
    private JobClient job;

    Trial(Workbench bench, String name) {
        this.bench = bench;
        this.kafka = bench.kafka();
        this.prefix = name + ".";
        this.checkpoints = bench.folder().resolve(name);
        Topics.createMissing(kafka, prefix);
        this.publisher = new NoticePublisher(kafka, prefix);
        this.view = new LiveView(kafka, prefix);
    }

    void publish(List<byte[]> notices) {
        notices.forEach(publisher::publish);
        publisher.flush();
    }

    /** Publishes one after the other, each a while after the one before. */
    void trickle(List<byte[]> notices, Duration pause) {
        for (var notice : notices) {
            publish(List.of(notice));
            long next = System.nanoTime() + pause.toNanos();
            while (System.nanoTime() < next) {
                view.poll(Duration.ofNanos(Math.max(1, next - System.nanoTime())));
            }
        }
    }

    /** Runs to where the topics end now. */
    void runToTheEnd(Engine engine, boolean goesOn) throws Exception {
        start(engine, goesOn, true);
        job.getJobExecutionResult().get();
    }

    /** Starts a life that ends when it is stopped or killed. */
    void startLive(Engine engine) throws Exception {
        start(engine, false, false);
    }

    private void start(Engine engine, boolean goesOn, boolean bounded) throws Exception {
        var options = options(engine);
        var env = environment(engine, options, goesOn);
        MonitoringJob.define(
                env,
                new KafkaInputs(kafka, prefix, "sameness", bounded),
                options,
                bench.facts(),
                ResultTopics.of(kafka, options));
        job = env.executeAsync("groundtrack sameness");
    }

    /** Runs over the vectors of an earlier run in place of pixels. */
    void runFrom(StoredRun stored, Engine engine) throws Exception {
        stored.requireModel(bench.facts().modelId());
        var options = options(engine);
        var env = environment(engine, options, false);
        MonitoringJob.defineFrom(
                stored, env, options, bench.facts(), ResultTopics.of(kafka, options));
        env.execute("groundtrack sameness");
    }

    private MonitoringOptions options(Engine engine) {
        return bench.options()
                .with(
                        Map.of(
                                Options.JOB_PARALLELISM.key(),
                                Integer.toString(engine.parallelism()),
                                Options.KAFKA_PREFIX.key(),
                                prefix,
                                Options.KAFKA_TRANSACTIONS.key(),
                                prefix));
    }

    private StreamExecutionEnvironment environment(
            Engine engine, MonitoringOptions options, boolean goesOn) throws IOException {
        var env =
                EngineConfiguration.start(
                        options,
                        Files.createDirectories(checkpoints),
                        EngineConfiguration.freePortNear(0));
        var settings = new Configuration();
        settings.set(StateBackendOptions.STATE_BACKEND, engine.backend());
        if (goesOn) {
            settings.set(
                    StateRecoveryOptions.SAVEPOINT_PATH,
                    Checkpoints.newest(checkpoints).toUri().toString());
        }
        env.configure(settings);
        return env;
    }

    /** Follows the topics until they hold what is asked for. */
    LiveRecords until(String what, Predicate<LiveRecords> isSo) throws Exception {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        int lines = -1;
        while (true) {
            var live = view.catchUp();
            if (isSo.test(live)) {
                return live;
            }
            if (job.getJobStatus().get().isGloballyTerminalState()) {
                job.getJobExecutionResult().get();
                throw new IllegalStateException("the job ended by itself (expected: " + what + ")");
            }
            if (live.ledger().size() != lines) {
                lines = live.ledger().size();
                giveUp = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > giveUp) {
                throw new IllegalStateException(
                        "nothing came for %d s (expected: %s)"
                                .formatted(PATIENCE.toSeconds(), what));
            }
            view.poll(Duration.ofMillis(50));
        }
    }

    /** Ends the life at once; what it has not checkpointed is lost to it. */
    void kill() {
        job.cancel().join();
        job.getJobExecutionResult().handle((result, failure) -> null).join();
    }

    /** Ends the life with a savepoint, from which any backend and parallelism can go on. */
    void stopWithSavepoint() throws Exception {
        job.stopWithSavepoint(
                        false,
                        checkpoints.resolve("savepoint").toUri().toString(),
                        SavepointFormatType.CANONICAL)
                .get();
        job.getJobExecutionResult().get();
    }

    /** What stands when the last life has ended. */
    LiveRecords result() {
        return LiveView.of(kafka, prefix);
    }

    @Override
    public void close() {
        if (job != null && !job.getJobExecutionResult().isDone()) {
            kill();
        }
        view.close();
        publisher.close();
    }
}
