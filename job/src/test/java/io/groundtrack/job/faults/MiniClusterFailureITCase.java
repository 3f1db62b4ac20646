package io.groundtrack.job.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.job.KafkaInputs;
import io.groundtrack.job.ModelFacts;
import io.groundtrack.job.MonitoringJob;
import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.job.embedded.ResultTopics;
import io.groundtrack.job.options.Options;
import io.groundtrack.job.replay.SmallArchive;
import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.sinks.completeness.Completeness;
import io.groundtrack.sinks.completeness.Progress;
import io.groundtrack.sinks.completeness.Question;
import io.groundtrack.sinks.completeness.Report;
import io.groundtrack.sinks.files.LiveRecords;
import io.groundtrack.sinks.files.LiveView;
import io.groundtrack.sinks.files.ResultFiles;
import io.groundtrack.sinks.files.Summary;
import io.groundtrack.sinks.kafka.Topics;
import io.groundtrack.testing.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.util.TestStreamEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job fails while results are written that no checkpoint covers yet, and goes on from its last
 * checkpoint: what stands at the end is what a quiet run says, and nothing was committed twice.
 */
@SuppressWarnings("try") // the mini cluster declares close() throws Exception
class MiniClusterFailureITCase {

    private static final int TASK_MANAGERS = 2;

    @TempDir private static Path folder;

    private static SmallArchive archive;
    private static Summary quiet;
    private static EmbeddedKafka broker;
    private static Properties kafka;
    private static ModelFacts model;

    /** What goes wrong, once. */
    @FunctionalInterface
    private interface Fault {
        void strike(MiniCluster cluster) throws Exception;
    }

    @BeforeAll
    static void runQuietly() throws Exception {
        archive = SmallArchive.withAlerts(folder.resolve("archive"));
        quiet =
                new Replay(archive.options(), line -> {})
                        .run(archive.notices(), ResultFiles.in(folder.resolve("quiet")))
                        .summary();
        broker = EmbeddedKafka.start(folder.resolve("kafka"));
        kafka = new Properties();
        kafka.put("bootstrap.servers", broker.bootstrapServers());
        try (var open = EmbeddingModel.open("csmoe-nano", ModelOptions.defaults())) {
            var facts = ModelFacts.of(open);
            model =
                    new ModelFacts(
                            facts.modelId(),
                            facts.s1Bands(),
                            facts.s2Bands(),
                            new FaultyHeads(facts.heads()),
                            facts.thresholds());
        }
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void aStepThatThrowsLosesAndDoublesNothing() throws Exception {
        assertSameAsQuiet("throws.", cluster -> FaultyHeads.arm());
    }

    @Test
    void aLostTaskManagerLosesAndDoublesNothing() throws Exception {
        assertSameAsQuiet(
                "lost.",
                cluster -> {
                    cluster.terminateTaskManager(0).get(30, TimeUnit.SECONDS);
                    cluster.startTaskManager();
                });
    }

    private static void assertSameAsQuiet(String prefix, Fault fault) throws Exception {
        FaultyHeads.reset();
        Topics.createMissing(kafka, prefix);
        try (var cluster = startCluster(prefix)) {
            var job = submit(cluster, prefix);
            publishAndStrike(cluster, job, prefix, fault);
            job.stopWithSavepoint(
                            false,
                            folder.resolve(prefix + "savepoint").toUri().toString(),
                            SavepointFormatType.CANONICAL)
                    .get(60, TimeUnit.SECONDS);
            job.getJobExecutionResult().get(60, TimeUnit.SECONDS);
        }

        assertThat(FaultyHeads.isArmed()).as("the fault is still to come").isFalse();
        assertThat(FaultyHeads.opened()).as("attempts of subtasks").isGreaterThan(TASK_MANAGERS);
        var committed = TopicRecords.committed(kafka, prefix);
        assertThat(committed.doubled()).isEmpty();
        assertThat(committed.count())
                .as("records whose transaction was not aborted")
                .isLessThan(TopicRecords.written(kafka, prefix).count());
        var live = LiveView.of(kafka, prefix);
        assertThat(completeness(live).stops()).isEmpty();
        var summary = Summary.of(live, model.modelId(), Map.<String, Double>of());
        assertThat(counts(summary)).isEqualTo(counts(quiet));
    }

    private static Report completeness(LiveRecords live) {
        return Completeness.of(Progress.of(live), Question.everything());
    }

    /**
     * Strikes when results are written that no checkpoint covers, with a part still to come. The
     * test asks for each checkpoint, so none comes between.
     */
    private static void publishAndStrike(
            MiniCluster cluster, JobClient job, String prefix, Fault fault) throws Exception {
        int third = archive.notices().size() / 3;
        try (var view = new LiveView(kafka, prefix);
                var publisher = new NoticePublisher(kafka, prefix)) {
            publish(publisher, archive.notices().subList(0, third));
            Deadline.until(
                    "the first results are committed",
                    view,
                    () -> {
                        checkpoint(cluster, job);
                        return !view.records().embeddings().isEmpty();
                    });
            int covered = TopicRecords.written(kafka, prefix).count();
            publish(publisher, archive.notices().subList(third, 2 * third));
            Deadline.until(
                    "more is written",
                    view,
                    () -> TopicRecords.written(kafka, prefix).count() > covered);
            assertThat(completeness(view.catchUp()).stops())
                    .as("what no checkpoint covers is still to come")
                    .isNotEmpty();
            fault.strike(cluster);
            publish(publisher, archive.notices().subList(2 * third, archive.notices().size()));
            Deadline.until(
                    "the job is through",
                    view,
                    () -> {
                        checkpoint(cluster, job);
                        var live = view.catchUp();
                        return job.getJobStatus().join().isGloballyTerminalState()
                                || live.notices() == archive.notices().size()
                                        && Summary.openSums(live).isEmpty();
                    });
        }
    }

    /** Takes a checkpoint if the job runs; while it restarts there is none. */
    private static void checkpoint(MiniCluster cluster, JobClient job) {
        cluster.triggerCheckpoint(job.getJobID()).handle((path, failure) -> path).join();
    }

    private static void publish(NoticePublisher publisher, List<byte[]> notices) {
        notices.forEach(publisher::publish);
        publisher.flush();
    }

    private static MiniCluster startCluster(String prefix) throws Exception {
        var settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(1));
        settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve(prefix + "checkpoints").toUri().toString());
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        settings.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
        settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        var cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(settings)
                                .setNumTaskManagers(TASK_MANAGERS)
                                .setNumSlotsPerTaskManager(1)
                                .withRandomPorts()
                                .build());
        cluster.start();
        return cluster;
    }

    private static JobClient submit(MiniCluster cluster, String prefix) throws Exception {
        var options =
                archive.options(
                        Options.KAFKA_PREFIX.key(), prefix,
                        Options.KAFKA_TRANSACTIONS.key(), prefix);
        var env =
                new TestStreamEnvironment(
                        cluster,
                        new Configuration(cluster.getConfiguration()),
                        TASK_MANAGERS,
                        List.of(),
                        List.of());
        MonitoringJob.define(
                env,
                new KafkaInputs(kafka, prefix, "faults", false),
                options,
                model,
                ResultTopics.of(kafka, options));
        return env.executeAsync("faults");
    }

    private static String counts(Summary summary) {
        var json = summary.json().deepCopy();
        json.remove(List.of("seconds", "embeddedWith"));
        return json.toString();
    }
}
