package io.groundtrack.job;

import io.groundtrack.sinks.kafka.Topic;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Which records of the notice topics are read: per partition from an offset up to another.
 *
 * <p>State and time: as the topics stood when it was asked; what comes later is not in it.
 *
 * @param starts first offset that is read
 * @param ends offset behind the last one that is read
 */
public record NoticeRange(HashMap<TopicPartition, Long> starts, HashMap<TopicPartition, Long> ends)
        implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final List<Topic> TOPICS =
            List.of(Topic.SENTINEL1_NOTICES, Topic.SENTINEL2_NOTICES);

    /**
     * What stands on the topics now.
     *
     * <p>Errors: {@link IllegalStateException} naming the broker that does not answer, or the topic
     * that is not there.
     *
     * @param kafka client settings with {@code bootstrap.servers}
     * @param prefix of the topic names
     * @param from null, or the time of publication from which records are read
     * @param to null, or the time of publication before which records are read
     */
    public static NoticeRange of(Properties kafka, String prefix, Instant from, Instant to) {
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(kafka, bytes, bytes)) {
            var partitions = partitions(consumer, kafka, prefix);
            var first = consumer.beginningOffsets(partitions);
            var last = consumer.endOffsets(partitions);
            var starts = new HashMap<>(at(consumer, from, first, last));
            var ends = new HashMap<>(at(consumer, to, last, last));
            // a time range that is empty in a partition reads nothing there
            ends.replaceAll((partition, end) -> Math.max(end, starts.get(partition)));
            return new NoticeRange(starts, ends);
        } catch (KafkaException e) {
            throw new IllegalStateException(
                    "no answer from Kafka at "
                            + kafka.getProperty("bootstrap.servers")
                            + " (expected: a broker)",
                    e);
        }
    }

    private static List<TopicPartition> partitions(
            KafkaConsumer<?, ?> consumer, Properties kafka, String prefix) {
        var existing = consumer.listTopics();
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : TOPICS) {
            var found = existing.get(topic.name(prefix));
            if (found == null) {
                throw new IllegalStateException(
                        "Kafka at %s: no topic %s (expected: the notice topics, named as --prefix says)"
                                .formatted(
                                        kafka.getProperty("bootstrap.servers"),
                                        topic.name(prefix)));
            }
            found.forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
        }
        return partitions;
    }

    /** Offsets of the first records published at {@code time} or later, the end where none was. */
    private static Map<TopicPartition, Long> at(
            KafkaConsumer<?, ?> consumer,
            Instant time,
            Map<TopicPartition, Long> withoutTime,
            Map<TopicPartition, Long> ends) {
        if (time == null) {
            return withoutTime;
        }
        var asked =
                withoutTime.keySet().stream()
                        .collect(
                                Collectors.toMap(partition -> partition, p -> time.toEpochMilli()));
        var offsets = new HashMap<TopicPartition, Long>();
        consumer.offsetsForTimes(asked)
                .forEach(
                        (partition, found) ->
                                offsets.put(
                                        partition,
                                        found == null ? ends.get(partition) : found.offset()));
        return offsets;
    }

    /** How many records there are. */
    public long count() {
        return ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - starts.get(end.getKey()))
                .sum();
    }
}
