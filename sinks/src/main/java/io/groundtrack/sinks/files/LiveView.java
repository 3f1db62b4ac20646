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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Follows the output topics from their start, committed records only, and keeps the last of every
 * key.
 *
 * <p>in: topics → out: {@link LiveRecords}, as of the last {@link #poll}. Memory: all that lives.
 * Not thread safe. Errors: {@link IllegalStateException} where Kafka does not answer or lacks a
 * topic, {@link java.io.UncheckedIOException} where a record is not what its topic holds.
 */
public final class LiveView implements AutoCloseable {

    private static final List<Topic> NOTICES =
            List.of(Topic.SENTINEL1_NOTICES, Topic.SENTINEL2_NOTICES);
    private static final Duration WAIT_FOR_TRANSACTIONS = Duration.ofMinutes(1);

    private final Properties kafka;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, LastOf<?>> byTopic = new HashMap<>();
    private final List<TopicPartition> notices = new ArrayList<>();
    private final LastOf<PatchEmbedding> embeddings = new LastOf<>(PatchEmbedding.class);
    private final LastOf<Classification> classifications = new LastOf<>(Classification.class);
    private final LastOf<Change> changes = new LastOf<>(Change.class);
    private final LastOf<Reject> deadLetters = new LastOf<>(Reject.class);
    private final LastOf<LedgerEntry> ledger = new LastOf<>(LedgerEntry.class);
    private final SortedMap<String, Instant> changeTimes = new TreeMap<>();
    private final SortedMap<String, Instant> classifiedAt = new TreeMap<>();
    private long noticeCount;

    /**
     * @param kafka client settings with {@code bootstrap.servers}
     * @param prefix of the topic names
     */
    public LiveView(Properties kafka, String prefix) {
        this(kafka, prefix, true);
    }

    private LiveView(Properties kafka, String prefix, boolean withEmbeddings) {
        this.kafka = kafka;
        consumer = consumer(kafka, "read_committed");
        if (withEmbeddings) {
            byTopic.put(Topic.EMBEDDINGS.name(prefix), embeddings);
        }
        byTopic.put(Topic.CLASSIFICATIONS.name(prefix), classifications);
        byTopic.put(Topic.CHANGES.name(prefix), changes);
        changes.onTaken = (change, at) -> changeTimes.put(change.getId(), at);
        classifications.onTaken = this::classified;
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

    /**
     * What a job that has ended left on the topics: all that was written by the time of the call,
     * waiting for the transactions it was written in. A broker answers a commit before it has
     * marked every partition; until it has, a reader of committed records is told that they end
     * sooner.
     *
     * <p>Errors: {@link IllegalStateException} naming the partitions whose transactions neither
     * commit nor abort within a minute.
     */
    public static LiveRecords of(Properties kafka, String prefix) {
        try (var view = new LiveView(kafka, prefix)) {
            return view.readTo(view.writtenEnds());
        }
    }

    /** Reads what came since and is committed now; of an open transaction it waits for nothing. */
    public LiveRecords catchUp() {
        return readTo(consumer.endOffsets(consumer.assignment()));
    }

    /** Where the topics end, with what is written in transactions that are still open. */
    Map<TopicPartition, Long> writtenEnds() {
        try (var any = consumer(kafka, "read_uncommitted")) {
            return any.endOffsets(consumer.assignment());
        }
    }

    LiveRecords readTo(Map<TopicPartition, Long> ends) {
        long giveUp = System.nanoTime() + WAIT_FOR_TRANSACTIONS.toNanos();
        while (true) {
            boolean came = poll(Duration.ofMillis(100));
            var behind =
                    ends.entrySet().stream()
                            .filter(end -> consumer.position(end.getKey()) < end.getValue())
                            .map(Map.Entry::getKey)
                            .toList();
            if (behind.isEmpty()) {
                break;
            }
            if (came) {
                giveUp = System.nanoTime() + WAIT_FOR_TRANSACTIONS.toNanos();
            } else if (System.nanoTime() > giveUp) {
                throw new IllegalStateException(
                        "records of "
                                + behind
                                + " are in transactions that stay open (expected: committed or"
                                + " aborted within "
                                + WAIT_FOR_TRANSACTIONS.toSeconds()
                                + " s)");
            }
        }
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
                changeTimes,
                classifiedAt);
    }

    private void classified(Classification classification, Instant at) {
        for (var pass : new String[] {classification.getS1Pass(), classification.getS2Pass()}) {
            if (pass != null) {
                classifiedAt.merge(pass, at, (a, b) -> a.isAfter(b) ? a : b);
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Properties kafka, String isolation) {
        var settings = new Properties();
        settings.putAll(kafka);
        settings.put("isolation.level", isolation);
        settings.put("enable.auto.commit", "false");
        settings.put("max.poll.records", "5000");
        // who looks must not leave topics behind
        settings.put("allow.auto.create.topics", "false");
        var bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(settings, bytes, bytes);
    }

    private List<TopicPartition> partitions(String topic) {
        var servers = kafka.getProperty("bootstrap.servers");
        List<PartitionInfo> found;
        try {
            found = consumer.partitionsFor(topic);
        } catch (KafkaException e) {
            consumer.close();
            throw new IllegalStateException(
                    "no answer from Kafka at " + servers + " (expected: a broker)", e);
        }
        if (found == null || found.isEmpty()) {
            consumer.close();
            throw new IllegalStateException(
                    "Kafka at %s: no topic %s (expected: the topics of a job, named as kafka.topic-prefix says)"
                            .formatted(servers, topic));
        }
        return found.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
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
