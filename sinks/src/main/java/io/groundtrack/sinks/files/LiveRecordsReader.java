package io.groundtrack.sinks.files;

import io.groundtrack.schemas.AvroCodec;
import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.Reject;
import io.groundtrack.sinks.kafka.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the output topics from their start to where they end now, committed records only, and keeps the last of every key.
 *
 * <p>in: topics → out: {@link LiveRecords}. Memory: all that lives. Errors: {@link java.io.UncheckedIOException} where a record is
 * not what its topic holds.
 */
public final class LiveRecordsReader {

    private final Properties kafka;
    private final String prefix;

    public LiveRecordsReader(Properties kafka, String prefix) {
        this.kafka = new Properties();
        this.kafka.putAll(kafka);
        this.kafka.put("isolation.level", "read_committed");
        this.kafka.put("enable.auto.commit", "false");
        this.prefix = prefix;
    }

    public LiveRecords read() {
        return new LiveRecords(
                count(Topic.SENTINEL1_NOTICES) + count(Topic.SENTINEL2_NOTICES),
                last(Topic.EMBEDDINGS, PatchEmbedding.class),
                last(Topic.CLASSIFICATIONS, Classification.class),
                last(Topic.CHANGES, Change.class),
                last(Topic.DEAD_LETTERS, Reject.class),
                last(Topic.LEDGER, LedgerEntry.class));
    }

    private long count(Topic topic) {
        try (var consumer = consumer()) {
            var partitions = partitions(consumer, topic);
            var starts = consumer.beginningOffsets(partitions);
            return consumer.endOffsets(partitions).entrySet().stream()
                    .mapToLong(end -> end.getValue() - starts.get(end.getKey()))
                    .sum();
        }
    }

    private <V extends SpecificRecord> SortedMap<String, V> last(Topic topic, Class<V> type) {
        var codec = AvroCodec.of(type);
        var live = new TreeMap<String, V>();
        try (var consumer = consumer()) {
            var partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (!reached(consumer, ends)) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    var key = new String(record.key(), StandardCharsets.UTF_8);
                    if (record.value() == null) {
                        live.remove(key);
                    } else {
                        live.put(key, codec.decode(record.value()));
                    }
                }
            }
        }
        return live;
    }

    private static boolean reached(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, Topic topic) {
        return consumer.partitionsFor(topic.name(prefix)).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .collect(Collectors.toList());
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
