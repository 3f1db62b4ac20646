package io.groundtrack.job.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.groundtrack.job.KafkaInputs;
import io.groundtrack.job.ModelFacts;
import io.groundtrack.job.MonitoringJob;
import io.groundtrack.job.embedded.Checkpoints;
import io.groundtrack.job.embedded.EngineConfiguration;
import io.groundtrack.job.embedded.Handover;
import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.options.Options;
import io.groundtrack.job.replay.SmallArchive;
import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.sinks.files.LiveView;
import io.groundtrack.sinks.files.ResultFiles;
import io.groundtrack.sinks.files.Summary;
import io.groundtrack.sinks.kafka.Topics;
import io.groundtrack.testing.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Half the archive replayed and handed over, half fed to a live job that goes on from there: what
 * lives at the end is what one replay of all says.
 */
class HandoverITCase {

    /** Shorter than the archive, longer than what is fed at once. */
    private static final String HORIZON = "200 d";

    @TempDir private static Path folder;

    private static SmallArchive archive;
    private static Replay.Result whole;
    private static EmbeddedKafka broker;
    private static Properties kafka;

    @BeforeAll
    static void replayAll() throws Exception {
        archive = SmallArchive.withAlerts(folder.resolve("archive"));
        broker = EmbeddedKafka.start(folder.resolve("kafka"));
        kafka = new Properties();
        kafka.put("bootstrap.servers", broker.bootstrapServers());
        publish("", archive.notices());
        // from the topics of a Kafka that was there before, into files of its own
        whole =
                new Replay(archive.options("job.parallelism", "2"), line -> {})
                        .run(
                                new Replay.KafkaNotices(kafka, "", null, null),
                                ResultFiles.in(folder.resolve("whole")));
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void noticesOnKafkaAreReadToTheirEndsAndNothingIsWrittenThere() {
        assertThat(whole.summary().openSums()).isEmpty();
        assertThat(whole.live().notices()).isEqualTo(archive.notices().size());
        assertThat(whole.live().alerts()).isNotEmpty();
        var there = LiveView.of(kafka, "");
        assertThat(there.ledger()).isEmpty();
        assertThat(there.embeddings()).isEmpty();
    }

    /** As in production, the live job has horizons and RocksDB, the replay has neither. */
    @Test
    void halfHandedOverAndHalfFedLiveIsOneReplayOfAll() throws Exception {
        var options =
                archive.options(
                        Options.JOB_PARALLELISM.key(), "2",
                        Options.PAIRING_HORIZON.key(), HORIZON,
                        Options.CHANGE_HORIZON.key(), HORIZON);
        int half = archive.notices().size() / 2;

        var handed =
                new Handover(archive.options(), options, folder.resolve("handover"), line -> {})
                        .run(archive.notices(), half);

        var summary = handed.summary();
        assertThat(handed.savepoint().resolve("_metadata")).exists();
        assertThat(handed.live().deadLetters()).isEmpty();
        assertThat(hash(summary)).isEqualTo(hash(whole.summary()));
        for (var count : List.of("granules", "passes", "pairs", "pairedPatches", "alerts")) {
            assertThat(summary.json().get(count))
                    .as(count)
                    .isEqualTo(whole.summary().json().get(count));
        }
        assertThat(summary.json().path("repeated").asInt())
                .as("some notices came again")
                .isGreaterThan(whole.summary().json().path("repeated").asInt());
    }

    /** Its transactions and positions belong to a broker that is gone. */
    @Test
    void historyWhoseResultsWentToFilesIsHandedOverToo() throws Exception {
        var few = SmallArchive.ofFewPasses(folder.resolve("few"));
        int half = few.notices().size() / 2;
        var savepoints = folder.resolve("savepoints-of-files");
        var first =
                new Replay(few.options(), line -> {})
                        .handingOver(savepoints)
                        .run(
                                few.notices().subList(0, half),
                                ResultFiles.in(folder.resolve("history-in-files")));
        assertThat(first.savepoint().resolve("_metadata")).exists();

        publish("fresh.", few.notices());
        runToTheEnds(
                few.options(Options.KAFKA_PREFIX.key(), "fresh."), Checkpoints.newest(savepoints));

        var went = LiveView.of(kafka, "fresh.");
        assertThat(went.deadLetters()).isEmpty();
        // said already, and not said again
        assertThat(first.live().embeddings()).isNotEmpty();
        assertThat(went.embeddings()).isNotEmpty();
        assertThat(went.embeddings().keySet())
                .doesNotContainAnyElementsOf(first.live().embeddings().keySet());

        var another =
                new Replay(few.options(Options.KAFKA_PREFIX.key(), "fresh."), line -> {})
                        .writingTo(kafka);
        assertThatIllegalArgumentException()
                .as("two jobs never write one topic")
                .isThrownBy(
                        () -> another.run(few.notices(), ResultFiles.in(folder.resolve("another"))))
                .withMessageContaining("another job wrote")
                .withMessageContaining("'fresh.'");
    }

    private static void runToTheEnds(MonitoringOptions options, Path from) throws Exception {
        var prefix = options.get(Options.KAFKA_PREFIX);
        ModelFacts facts;
        try (var model = EmbeddingModel.open("csmoe-nano", ModelOptions.defaults())) {
            facts = ModelFacts.of(model);
        }
        var env = EngineConfiguration.start(options, folder.resolve("run-" + prefix), 0);
        var settings = new Configuration();
        settings.set(StateRecoveryOptions.SAVEPOINT_PATH, from.toUri().toString());
        settings.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        env.configure(settings);
        MonitoringJob.define(
                env,
                new KafkaInputs(kafka, prefix, prefix + "run", true),
                options,
                facts,
                Replay.outputs(kafka, options));
        env.execute("run from a savepoint");
    }

    private static void publish(String prefix, List<byte[]> notices) {
        Topics.createMissing(kafka, prefix);
        try (var publisher = new NoticePublisher(kafka, prefix)) {
            notices.forEach(publisher::publish);
            publisher.flush();
        }
    }

    private static String hash(Summary summary) {
        return summary.json().path("resultHash").asText();
    }
}
