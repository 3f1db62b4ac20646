package io.groundtrack.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.groundtrack.job.embedded.Handover;
import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.job.options.Options;
import io.groundtrack.job.replay.SmallArchive;
import io.groundtrack.schemas.Ids;
import io.groundtrack.sinks.files.LiveView;
import io.groundtrack.sinks.files.ResultFiles;
import io.groundtrack.sinks.files.StoredEmbeddings;
import io.groundtrack.sinks.files.Summary;
import io.groundtrack.sinks.kafka.Topics;
import io.groundtrack.testing.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
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

    /** Its transactions belong to a broker that is gone, and its positions to nobody. */
    @Test
    void aSecondJobBesideTheFirstGetsItsHistoryFromTheSameTopics() throws Exception {
        var few = SmallArchive.ofFewPasses(folder.resolve("few"));
        int half = few.notices().size() / 2;
        var out = folder.resolve("history-in-files");
        publish("feed.", few.notices().subList(0, half));
        groundtrack(
                few,
                "replay",
                "--kafka",
                broker.bootstrapServers(),
                "--prefix",
                "feed.",
                "--out",
                out.toString(),
                "--savepoint",
                folder.resolve("savepoints").toString());

        publish("feed.", few.notices().subList(half, few.notices().size()));
        groundtrack(
                few,
                "run",
                "--bounded",
                "--prefix",
                "feed.",
                "--restore",
                folder.resolve("savepoints").toString(),
                "-D",
                "kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "-D",
                "kafka.topic-prefix=second.");

        var went = LiveView.of(kafka, "second.");
        assertThat(went.deadLetters()).isEmpty();
        assertThat(LiveView.of(kafka, "feed.").ledger()).isEmpty();
        // said already, and not said again
        assertThat(embeddedIn(out)).isNotEmpty();
        assertThat(went.embeddings()).isNotEmpty();
        assertThat(went.embeddings().keySet()).doesNotContainAnyElementsOf(embeddedIn(out));

        var another =
                new Replay(few.options(Options.KAFKA_PREFIX.key(), "second."), line -> {})
                        .writingTo(kafka);
        assertThatIllegalArgumentException()
                .as("two jobs never write one topic")
                .isThrownBy(
                        () -> another.run(few.notices(), ResultFiles.in(folder.resolve("another"))))
                .withMessageContaining("another job wrote")
                .withMessageContaining("'second.'");
    }

    private static Set<String> embeddedIn(Path out) throws IOException {
        var observations = new HashSet<String>();
        try (var stored = StoredEmbeddings.open(out.resolve("embeddings.parquet"))) {
            for (int group = 0; group < stored.groups(); group++) {
                stored.read(
                        group,
                        seen ->
                                observations.add(
                                        Ids.observation(seen.getPatchId(), seen.getPassId())));
            }
        }
        return observations;
    }

    /** The command with the options of the archive, which has to end well. */
    private static void groundtrack(SmallArchive archive, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        archive.settings()
                .forEach(
                        (key, value) -> {
                            all.add("-D");
                            all.add(key + "=" + value);
                        });
        var err = new StringWriter();
        var line = Groundtrack.commandLine();
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(new StringWriter()));
        assertThat(line.execute(all.toArray(String[]::new))).as("%s: %s", all, err).isZero();
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
