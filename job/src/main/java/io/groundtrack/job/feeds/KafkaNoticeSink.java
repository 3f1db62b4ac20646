package io.groundtrack.job.feeds;

import io.groundtrack.ingest.adapter.NoticeSink;
import io.groundtrack.schemas.AvroCodec;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.sinks.kafka.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends notices to the topics that the job reads, what was refused to its dead letters.
 *
 * <p>in: notices → out: records keyed by product, acknowledged by all replicas, each written once
 * however often the client has to send it. State: the sends since the last flush; one thread at a
 * time. Errors: {@link IOException} from {@link #flush} where the broker did not take one within
 * the client's {@code delivery.timeout.ms}.
 */
public final class KafkaNoticeSink implements NoticeSink {

    private static final int ORIGINAL_BYTES = 64 * 1024;

    private final Producer<byte[], byte[]> producer;
    private final AvroCodec<Reject> rejects = AvroCodec.of(Reject.class);
    private final String prefix;
    private final List<Future<?>> open = new ArrayList<>();

    /**
     * @param kafka client settings with {@code bootstrap.servers}
     * @param prefix put before each topic name
     */
    public KafkaNoticeSink(Properties kafka, String prefix) {
        this(producer(kafka), prefix);
    }

    KafkaNoticeSink(Producer<byte[], byte[]> producer, String prefix) {
        this.producer = producer;
        this.prefix = prefix;
    }

    private static Producer<byte[], byte[]> producer(Properties kafka) {
        var settings = new Properties();
        settings.putAll(kafka);
        settings.put("acks", "all");
        settings.put("enable.idempotence", "true");
        settings.put("linger.ms", "5");
        settings.put("compression.type", "zstd");
        // an answer is wanted while the sender still waits for its own
        settings.putIfAbsent("max.block.ms", "20000");
        settings.putIfAbsent("request.timeout.ms", "10000");
        settings.putIfAbsent("delivery.timeout.ms", "25000");
        settings.putIfAbsent("max.request.size", String.valueOf(8 << 20));
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void publish(Sensor sensor, String key, byte[] notice) throws IOException {
        var topic =
                switch (sensor) {
                    case S1 -> Topic.SENTINEL1_NOTICES;
                    case S2 -> Topic.SENTINEL2_NOTICES;
                };
        send(topic, key, notice);
    }

    @Override
    public void refuse(
            String source, String subject, RejectReason reason, String message, byte[] original)
            throws IOException {
        var reject =
                Reject.newBuilder()
                        .setId(Ids.reject("ingest", subject, reason, source))
                        .setReason(reason)
                        .setStep("ingest")
                        .setSubject(subject)
                        .setMessage(message)
                        .setOrigin(new Origin(source, 0, 0L))
                        .setOriginal(
                                ByteBuffer.wrap(
                                        Arrays.copyOf(
                                                original,
                                                Math.min(original.length, ORIGINAL_BYTES))))
                        .build();
        send(Topic.DEAD_LETTERS, reject.getId(), rejects.encode(reject));
    }

    private void send(Topic topic, String key, byte[] value) throws IOException {
        try {
            open.add(
                    producer.send(
                            new ProducerRecord<>(
                                    topic.name(prefix),
                                    key.getBytes(StandardCharsets.UTF_8),
                                    value)));
        } catch (KafkaException e) {
            throw lost(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            producer.flush();
            for (var sent : open) {
                sent.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost(e);
        } catch (ExecutionException e) {
            throw lost(e.getCause());
        } catch (KafkaException e) {
            throw lost(e);
        } finally {
            open.clear();
        }
    }

    @Override
    @SuppressWarnings("try") // it is only closed
    public void close() throws IOException {
        try (var last = producer) {
            flush();
        }
    }

    private static IOException lost(Throwable cause) {
        return new IOException("Kafka did not take a notice (expected: all acknowledged)", cause);
    }
}
