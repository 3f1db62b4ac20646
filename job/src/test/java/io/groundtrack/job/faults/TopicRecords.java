package io.groundtrack.job.faults;

import io.groundtrack.sinks.kafka.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Every record of the output topics of a job, in the order of each partition; not only the last of
 * a key.
 */
record TopicRecords(List<Entry> entries) {

    private static final List<Topic> OUTPUTS =
            List.of(
                    Topic.EMBEDDINGS,
                    Topic.CLASSIFICATIONS,
                    Topic.CHANGES,
                    Topic.DEAD_LETTERS,
                    Topic.LEDGER);

    /** A record; the value in hexadecimal digits, empty for a tombstone. */
    record Entry(String topic, String key, String value) {
        String place() {
            return topic + " " + key;
        }
    }

    /** All that a job which has ended committed, once every transaction is marked as ended. */
    static TopicRecords committed(Properties kafka, String prefix) {
        return read(kafka, prefix, "read_committed", "read_uncommitted");
    }

    /** What is committed now, with transactions open. */
    static TopicRecords committedSoFar(Properties kafka, String prefix) {
        return read(kafka, prefix, "read_committed", "read_committed");
    }

    /** What was written, whatever became of its transaction. */
    static TopicRecords written(Properties kafka, String prefix) {
        return read(kafka, prefix, "read_uncommitted", "read_uncommitted");
    }

    private static TopicRecords read(
            Properties kafka, String prefix, String isolation, String isolationOfEnds) {
        try (var consumer = consumer(kafka, isolation);
                var toTheEnds = consumer(kafka, isolationOfEnds)) {
            var partitions = new ArrayList<TopicPartition>();
            for (var topic : OUTPUTS) {
                consumer.partitionsFor(topic.name(prefix))
                        .forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = toTheEnds.endOffsets(partitions);
            var entries = new ArrayList<Entry>();
            while (!ends.entrySet().stream()
                    .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    entries.add(
                            new Entry(
                                    record.topic().substring(prefix.length()),
                                    new String(record.key(), StandardCharsets.UTF_8),
                                    record.value() == null
                                            ? ""
                                            : HexFormat.of().formatHex(record.value())));
                }
            }
            return new TopicRecords(entries);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Properties kafka, String isolation) {
        var settings = new Properties();
        settings.putAll(kafka);
        settings.put("isolation.level", isolation);
        settings.put("enable.auto.commit", "false");
        var bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(settings, bytes, bytes);
    }

    int count() {
        return entries.size();
    }

    /**
     * Places where the same thing is said twice. Embeddings, alerts and ledger lines carry a
     * revision, so the same bytes never come again; a classification may come back after another
     * one, but does not repeat the one before; a tombstone of an embedding has no revision and says
     * nothing here, its ledger line does.
     */
    List<String> doubled() {
        var seen = new HashSet<Entry>();
        var last = new HashMap<String, Entry>();
        var doubled = new ArrayList<String>();
        for (var entry : entries) {
            boolean isClassification = entry.topic().equals(Topic.CLASSIFICATIONS.baseName());
            boolean isTombstone = entry.value().isEmpty();
            boolean again =
                    isClassification
                            ? entry.equals(last.put(entry.place(), entry))
                            : !seen.add(entry) && !isTombstone;
            if (again) {
                doubled.add(entry.place());
            }
        }
        return doubled;
    }
}
