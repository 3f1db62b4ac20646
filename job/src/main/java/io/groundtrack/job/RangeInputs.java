package io.groundtrack.job;

import io.groundtrack.ingest.notice.RawNotice;
import io.groundtrack.ingest.notice.RawNoticeSchema;
import io.groundtrack.sinks.kafka.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.TopicPartition;

/**
 * Notices of a stated range of the two topics, each partition in the order of its offsets.
 *
 * <p>The positions are those of one broker at one time, so they never serve another job: a source
 * that waits at its end, for a savepoint, has a uid that no other job has.
 *
 * @param kafka client settings
 * @param prefix of the topic names
 * @param groupId consumer group, which tells at each checkpoint how far the range is read
 * @param range what is read
 * @param waiting true: wait at the end, so that a savepoint can be taken; false: end there
 */
public record RangeInputs(
        Properties kafka, String prefix, String groupId, NoticeRange range, boolean waiting)
        implements Inputs {

    @Override
    public DataStream<RawNotice> notices(StreamExecutionEnvironment env) {
        return source(
                        env,
                        Topic.SENTINEL1_NOTICES,
                        waiting ? OperatorUids.SENTINEL1_HISTORY : OperatorUids.SENTINEL1_NOTICES)
                .union(
                        source(
                                env,
                                Topic.SENTINEL2_NOTICES,
                                waiting
                                        ? OperatorUids.SENTINEL2_HISTORY
                                        : OperatorUids.SENTINEL2_NOTICES));
    }

    private DataStream<RawNotice> source(StreamExecutionEnvironment env, Topic topic, String uid) {
        var name = topic.name(prefix);
        var ends = OffsetsInitializer.offsets(of(name, range.ends()));
        var builder =
                KafkaSource.<RawNotice>builder()
                        .setProperties(kafka)
                        .setBootstrapServers(kafka.getProperty("bootstrap.servers"))
                        .setTopics(name)
                        .setGroupId(groupId)
                        .setClientIdPrefix(groupId + "-" + topic.baseName())
                        // a partition made later is not in the range
                        .setProperty(KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), "-1")
                        .setStartingOffsets(OffsetsInitializer.offsets(of(name, range.starts())))
                        .setDeserializer(new RawNoticeSchema());
        Source<RawNotice, ?, ?> source =
                waiting
                        ? builder.setUnbounded(ends).build()
                        : new BoundedKafkaSource<>(builder.setBounded(ends).build());
        return env.fromSource(
                        source,
                        WatermarkStrategy.noWatermarks(),
                        uid.replace('-', ' '),
                        TypeInformation.of(RawNotice.class))
                .uid(uid);
    }

    private static Map<TopicPartition, Long> of(String topic, Map<TopicPartition, Long> offsets) {
        var some = new HashMap<TopicPartition, Long>();
        offsets.forEach(
                (partition, offset) -> {
                    if (partition.topic().equals(topic)) {
                        some.put(partition, offset);
                    }
                });
        return some;
    }
}
