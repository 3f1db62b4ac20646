package io.groundtrack.job.embedded;

import io.groundtrack.job.NoticeRange;
import java.time.Duration;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Tells whether a job has taken in a range of notices, by the positions that it commits with each
 * checkpoint.
 *
 * <p>A partition is read when no record of the range lies behind its position: what ends in the
 * marks of a transaction has no record at its end. Not thread safe.
 */
final class RangeProgress implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final NoticeRange range;
    private final Set<TopicPartition> unread;

    /**
     * @param groupId of the job, used by nothing before
     */
    RangeProgress(Properties kafka, String groupId, NoticeRange range) {
        var settings = new Properties();
        settings.putAll(kafka);
        settings.put("group.id", groupId);
        settings.put("enable.auto.commit", "false");
        settings.put("max.poll.records", "1");
        var bytes = new ByteArrayDeserializer();
        this.consumer = new KafkaConsumer<>(settings, bytes, bytes);
        this.range = range;
        this.unread = new HashSet<>(range.ends().keySet());
    }

    /** Whether a checkpoint covers the whole range. */
    boolean isRead() {
        var committed = consumer.committed(unread);
        for (var partition : Set.copyOf(unread)) {
            var position = committed.get(partition);
            long from = position == null ? range.starts().get(partition) : position.offset();
            if (hasNothingBehind(partition, from)) {
                unread.remove(partition);
            }
        }
        return unread.isEmpty();
    }

    private boolean hasNothingBehind(TopicPartition partition, long from) {
        long end = range.ends().get(partition);
        if (from >= end) {
            return true;
        }
        var one = Set.of(partition);
        consumer.assign(one);
        consumer.seek(partition, from);
        while (consumer.position(partition) < end) {
            for (var record : consumer.poll(Duration.ofMillis(100))) {
                return record.offset() >= end;
            }
        }
        return true;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
