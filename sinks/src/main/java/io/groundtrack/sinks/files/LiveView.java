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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Follows the output topics from their start, committed records only, and keeps the last of every
 * key.
 *
 * <p>in: topics → out: {@link LiveRecords}, as of the last {@link #poll}. Memory: all that lives.
 * Not thread safe. Errors: {@link java.io.UncheckedIOException} where a record is not what its
 * topic holds.
 */
public final class LiveView implements AutoCloseable {

    private static final List<Topic> NOTICES =
            List.of(Topic.SENTINEL1_NOTICES, Topic.SENTINEL2_NOTICES);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, LastOf<?>> byTopic = new HashMap<>();
    private final List<TopicPartition> notices = new ArrayList<>();
    private final LastOf<PatchEmbedding> embeddings = new LastOf<>(PatchEmbedding.class);
    private final LastOf<Classification> classifications = new LastOf<>(Classification.class);
    private final LastOf<Change> changes = new LastOf<>(Change.class);
    private final LastOf<Reject> deadLetters = new LastOf<>(Reject.class);
    private final LastOf<LedgerEntry> ledger = new LastOf<>(LedgerEntry.class);
    private final SortedMap<String, Instant> changeTimes = new TreeMap<>();
    private long noticeCount;

    /**
     * @param kafka client settings with {@code bootstrap.servers}
     * @param prefix of the topic names
     */
    public LiveView(Properties kafka, String prefix) {
        this(kafka, prefix, true);
    }

    private LiveView(Properties kafka, String prefix, boolean withEmbeddings) {
        var settings = new Properties();
        settings.putAll(kafka);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        settings.put("max.poll.records", "5000");
        consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        if (withEmbeddings) {
            byTopic.put(Topic.EMBEDDINGS.name(prefix), embeddings);
        }
        byTopic.put(Topic.CLASSIFICATIONS.name(prefix), classifications);
        byTopic.put(Topic.CHANGES.name(prefix), changes);
        changes.onTaken = (change, at) -> changeTimes.put(change.getId(), at);
        ledger.onTaken = LedgerEntry::setWritten;
        byTopic.put(Topic.DEAD_LETTERS.name(prefix), deadLetters);
        byTopic.put(Topic.LEDGER.name(prefix), ledger);
        var followed = new ArrayList<TopicPartition>();
        byTopic.keySet().forEach(topic -> followed.addAll(partitions(topic)));
        NOTICES.forEach(topic -> notices.addAll(partitions(topic.name(prefix))));
        consumer.assign(followed);
        consumer.seekToBeginning(followed);
    }

    /** Follows all but the embeddings, which are most of the bytes: enough to tell progress. */
    public static LiveView ofProgress(Properties kafka, String prefix) {
        return new LiveView(kafka, prefix, false);
    }

    /** What lives on the topics now: reads to where they end at the time of the call. */
    public static LiveRecords of(Properties kafka, String prefix) {
        try (var view = new LiveView(kafka, prefix)) {
            return view.catchUp();
        }
    }

    /** Reads what came since, up to where the topics end now. */
    public LiveRecords catchUp() {
        var ends = consumer.endOffsets(consumer.assignment());
        do {
            poll(Duration.ofMillis(100));
        } while (!ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
        var starts = consumer.beginningOffsets(notices);
        noticeCount =
                consumer.endOffsets(notices).entrySet().stream()
                        .mapToLong(end -> end.getValue() - starts.get(end.getKey()))
                        .sum();
        return records();
    }

    /** Takes in what comes within {@code wait}; true if anything did. */
    public boolean poll(Duration wait) {
        var records = consumer.poll(wait);
        records.forEach(record -> byTopic.get(record.topic()).take(record));
        return !records.isEmpty();
    }

    /** A view of what was taken in so far; changes with later polls. */
    public LiveRecords records() {
        return new LiveRecords(
                noticeCount,
                embeddings.live,
                classifications.live,
                changes.live,
                deadLetters.live,
                ledger.live,
                changeTimes);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
    }

    private static final class LastOf<V extends SpecificRecord> {
        final SortedMap<String, V> live = new TreeMap<>();
        private final AvroCodec<V> codec;
        private BiConsumer<V, Instant> onTaken = (value, at) -> {};

        LastOf(Class<V> type) {
            codec = AvroCodec.of(type);
        }

        void take(ConsumerRecord<byte[], byte[]> record) {
            var key = new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
                live.remove(key);
            } else {
                var value = codec.decode(record.value());
                onTaken.accept(value, Instant.ofEpochMilli(record.timestamp()));
                live.put(key, value);
            }
        }
    }
}
