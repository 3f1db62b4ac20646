package io.groundtrack.sinks.files;

import static io.groundtrack.testing.builders.ObservationBuilder.anObservation;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.schemas.AvroCodec;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.sinks.kafka.Topic;
import io.groundtrack.sinks.kafka.Topics;
import io.groundtrack.testing.kafka.EmbeddedKafka;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class LiveViewTest {

    private static EmbeddedKafka broker;
    private String prefix;

    @BeforeAll
    static void start() {
        broker = EmbeddedKafka.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void makeTopics(TestInfo test) {
        prefix = test.getTestMethod().orElseThrow().getName() + ".";
        Topics.createMissing(client(), prefix);
    }

    @Test
    void theLastOfAKeyStandsAndATombstoneTakesItAway() {
        try (var producer = producer(null)) {
            send(producer, "a", embedding(1));
            send(producer, "b", embedding(1));
            send(producer, "a", embedding(2));
            send(producer, "b", null);
        }
        var live = LiveView.of(client(), prefix);
        assertThat(live.embeddings()).containsOnlyKeys("a");
        assertThat(live.embeddings().get("a").getPassRevision()).isEqualTo(2);
    }

    @Test
    void aTopicThatIsNotThereIsNamedAndNotMade() throws Exception {
        assertThatIllegalStateException()
                .isThrownBy(() -> LiveView.of(client(), "elsewhere."))
                .withMessageContaining("no topic elsewhere.");
        try (var admin = Admin.create(client())) {
            assertThat(admin.listTopics().names().get())
                    .noneMatch(name -> name.startsWith("elsewhere."));
        }
    }

    @Test
    void whatWasAbortedWasNeverSaid() {
        try (var producer = producer("t")) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, "a", embedding(1));
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, "a", embedding(2));
            send(producer, "b", embedding(2));
            producer.flush();
            producer.abortTransaction();
        }
        var live = LiveView.of(client(), prefix);
        assertThat(live.embeddings()).containsOnlyKeys("a");
        assertThat(live.embeddings().get("a").getPassRevision()).isEqualTo(1);
    }

    @Test
    void whatIsNotYetCommittedIsNotSeenAndIsNotWaitedFor() {
        try (var producer = producer("t");
                var view = new LiveView(client(), prefix)) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, "a", embedding(1));
            producer.flush();
            assertThat(view.catchUp().embeddings()).isEmpty();
            producer.commitTransaction();
            assertThat(view.catchUp().embeddings()).containsOnlyKeys("a");
        }
    }

    @Test
    void ofAJobThatEndedEveryRecordIsWaitedForUntilItsTransactionEnds() {
        try (var producer = producer("t");
                var view = new LiveView(client(), prefix)) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, "a", embedding(1));
            producer.flush();
            var ends = view.writtenEnds();
            assertThat(ends.values().stream().mapToLong(end -> end).sum()).isEqualTo(1);
            producer.commitTransaction();
            assertThat(view.readTo(ends).embeddings()).containsOnlyKeys("a");
        }
    }

    @Test
    void noticesAreCountedAndTopicsAreKeptApart() {
        try (var producer = producer(null)) {
            for (int i = 0; i < 3; i++) {
                var notices = Topic.SENTINEL1_NOTICES.name(prefix);
                producer.send(new ProducerRecord<>(notices, new byte[] {1}));
            }
            producer.send(
                    new ProducerRecord<>(Topic.SENTINEL2_NOTICES.name(prefix), new byte[] {1}));
            var line = Results.line(LedgerKind.PASS, "p", "live");
            producer.send(
                    new ProducerRecord<>(
                            Topic.LEDGER.name(prefix),
                            line.getKey().getBytes(UTF_8),
                            AvroCodec.of(LedgerEntry.class).encode(line)));
        }
        var live = LiveView.of(client(), prefix);
        assertThat(live.notices()).isEqualTo(4);
        assertThat(live.ledger()).containsOnlyKeys("pass|p");
        assertThat(live.embeddings()).isEmpty();
    }

    @Test
    void aRecordThatIsNotOfItsTopicIsRefused() {
        try (var producer = producer(null)) {
            producer.send(
                    new ProducerRecord<>(
                            Topic.EMBEDDINGS.name(prefix), "a".getBytes(UTF_8), new byte[] {7}));
        }
        assertThatThrownBy(() -> LiveView.of(client(), prefix))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("not a PatchEmbedding");
    }

    private static PatchEmbedding embedding(int revision) {
        return anObservation().revision(revision).build();
    }

    private void send(
            KafkaProducer<byte[], byte[]> producer, String key, PatchEmbedding embedding) {
        producer.send(
                new ProducerRecord<>(
                        Topic.EMBEDDINGS.name(prefix),
                        key.getBytes(UTF_8),
                        embedding == null
                                ? null
                                : AvroCodec.of(PatchEmbedding.class).encode(embedding)));
    }

    private static Properties client() {
        var settings = new Properties();
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return settings;
    }

    private KafkaProducer<byte[], byte[]> producer(String transactionalId) {
        var settings = client();
        if (transactionalId != null) {
            settings.put("transactional.id", prefix + transactionalId);
        }
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
