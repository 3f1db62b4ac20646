package io.groundtrack.job.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.schemas.AvroCodec;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaNoticeSinkTest {

    private static MockProducer<byte[], byte[]> producer(boolean acknowledges) {
        return new MockProducer<>(
                acknowledges, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Test
    void aNoticeGoesToTheTopicOfItsSensorUnderItsProduct() throws IOException {
        var producer = producer(true);
        try (var sink = new KafkaNoticeSink(producer, "t-")) {
            sink.publish(Sensor.S1, "a", new byte[] {1});
            sink.publish(Sensor.S2, "b", new byte[] {2});
            sink.flush();
        }

        assertThat(producer.history())
                .extracting(r -> r.topic() + "/" + new String(r.key(), StandardCharsets.UTF_8))
                .containsExactly("t-sentinel1.notices/a", "t-sentinel2.notices/b");
    }

    @Test
    void whatIsRefusedIsADeadLetterThatTheJobsReadersUnderstand() throws IOException {
        var producer = producer(true);
        try (var sink = new KafkaNoticeSink(producer, "")) {
            sink.refuse("urn:x", "id", RejectReason.NOT_JSON, "why", new byte[100_000]);
        }

        var sent = producer.history().get(0);
        var reject = AvroCodec.of(Reject.class).decode(sent.value());
        assertThat(sent.topic()).isEqualTo("dead-letters");
        assertThat(new String(sent.key(), StandardCharsets.UTF_8)).isEqualTo(reject.getId());
        assertThat(reject.getReason()).isEqualTo(RejectReason.NOT_JSON);
        assertThat(reject.getOriginal().remaining()).isEqualTo(65_536);
    }

    @Test
    void aNoticeThatTheBrokerDidNotTakeIsSaidOnce() throws IOException {
        var producer =
                new MockProducer<byte[], byte[]>(
                        false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized void flush() {
                        // a producer that waits for its broker; it fails here
                        errorNext(new TimeoutException("gone"));
                    }
                };
        var sink = new KafkaNoticeSink(producer, "");
        sink.publish(Sensor.S1, "a", new byte[] {1});

        assertThatThrownBy(sink::flush)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Kafka did not take a notice");
        sink.flush();
        sink.close();
    }
}
