package io.groundtrack.job.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.sinks.kafka.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes notices as they stand to the topic of their sensor; what cannot be told goes to the
 * first topic, where the job rejects it.
 *
 * <p>in: lines of a notices file → out: one Kafka record each, in the order given.
 */
public final class NoticePublisher implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaProducer<byte[], byte[]> producer;
    private final String prefix;
    private final AtomicReference<Exception> lost = new AtomicReference<>();
    private long published;

    public NoticePublisher(Properties kafka, String prefix) {
        var settings = new Properties();
        settings.putAll(kafka);
        settings.put("acks", "all");
        settings.put("linger.ms", "5");
        settings.put("enable.idempotence", "true");
        // one at a time: the order is the order of the lines, also on a broker that has just
        // started
        settings.put("max.in.flight.requests.per.connection", "1");
        this.producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.prefix = prefix;
    }

    /**
     * Lines of {@code file} that are not blank, in order, or shuffled by {@code seed} where it is
     * not null.
     */
    public static List<byte[]> lines(Path file, Long seed) throws IOException {
        var lines = new ArrayList<byte[]>();
        try (var text = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            text.filter(line -> !line.isBlank())
                    .forEach(line -> lines.add(line.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new IOException(
                    "--notices "
                            + file
                            + ": cannot be read (expected: a file of notices, one JSON object a line)",
                    e);
        }
        if (seed != null) {
            Collections.shuffle(lines, new Random(seed));
        }
        return lines;
    }

    public void publish(byte[] notice) {
        producer.send(
                new ProducerRecord<>(topicOf(notice).name(prefix), notice),
                (sent, failure) -> {
                    if (failure != null) {
                        lost.compareAndSet(null, failure);
                    }
                });
        published++;
    }

    public long published() {
        return published;
    }

    /**
     * Waits until the broker has them all; {@link IllegalStateException} where it did not take one.
     */
    public void flush() {
        producer.flush();
        if (lost.get() != null) {
            throw new IllegalStateException(
                    "a notice was not taken by Kafka (expected: all " + published + ")",
                    lost.get());
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private static Topic topicOf(byte[] notice) {
        try {
            var item = JSON.readTree(notice).path("data");
            var constellation = item.path("properties").path("constellation").asText("");
            return constellation.equals("sentinel-2") || item.path("id").asText("").startsWith("S2")
                    ? Topic.SENTINEL2_NOTICES
                    : Topic.SENTINEL1_NOTICES;
        } catch (IOException e) {
            return Topic.SENTINEL1_NOTICES;
        }
    }
}
