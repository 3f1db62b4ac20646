package io.groundtrack.testing.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    private static final String TOPIC = "looks";
    private static final long YEARS_AGO = 1_400_000_000_000L;

    @Test
    void keepsRecordsWithOldTimesOverARestartInTheSameFolder(@TempDir Path dir) throws Exception {
        try (var kafka = EmbeddedKafka.start(dir)) {
            createTopic(kafka);
            send(kafka, "first");
        }
        try (var kafka = EmbeddedKafka.start(dir)) {
            send(kafka, "second");
            assertThat(read(kafka, 2)).containsExactly("first", "second");
        }
    }

    @Test
    void unknownTopicsAreNotMadeByUse() {
        try (var kafka = EmbeddedKafka.start();
                var admin = Admin.create(clientOf(kafka))) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("unknown")).allTopicNames().get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void takenPortIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EmbeddedKafka.start(null, port))
                    .withMessage("port in use: %d (expected: a free port)", port);
        }
    }

    private static Map<String, Object> clientOf(EmbeddedKafka kafka) {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    private static void createTopic(EmbeddedKafka kafka) throws Exception {
        try (var admin = Admin.create(clientOf(kafka))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static void send(EmbeddedKafka kafka, String value) throws Exception {
        var bytes = new ByteArraySerializer();
        try (var producer = new KafkaProducer<>(clientOf(kafka), bytes, bytes)) {
            producer.send(new ProducerRecord<>(TOPIC, 0, YEARS_AGO, null, value.getBytes(UTF_8)))
                    .get();
        }
    }

    private static List<String> read(EmbeddedKafka kafka, int count) {
        var bytes = new ByteArrayDeserializer();
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(clientOf(kafka), bytes, bytes)) {
            var partition = List.of(new TopicPartition(TOPIC, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            for (int poll = 0; poll < 100 && values.size() < count; poll++) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> values.add(new String(record.value(), UTF_8)));
            }
        }
        return values;
    }
}
