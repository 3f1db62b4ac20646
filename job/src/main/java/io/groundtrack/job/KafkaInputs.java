package io.groundtrack.job;

import io.groundtrack.ingest.notice.RawNotice;
import io.groundtrack.ingest.notice.RawNoticeSchema;
import io.groundtrack.sinks.kafka.Topic;
import java.time.Instant;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Notices from the two topics, from their start or from a stated time (a restored job goes on where
 * it was; one that was handed its history by a replay has been nowhere yet).
 *
 * <p>No watermarks: lateness is judged per tile and per patch against what is known there, so that
 * neither a silent sensor nor a date in the future can hold back or make late what belongs
 * elsewhere.
 *
 * @param kafka client settings
 * @param prefix of the topic names
 * @param groupId consumer group, for lag monitoring only
 * @param bounded true: up to where the topics end when the job starts
 * @param from null, or the time of publication from which notices are read
 */
public record KafkaInputs(
        Properties kafka, String prefix, String groupId, boolean bounded, Instant from)
        implements Inputs {

    /** Notices from the start of the topics. */
    public KafkaInputs(Properties kafka, String prefix, String groupId, boolean bounded) {
        this(kafka, prefix, groupId, bounded, null);
    }

    @Override
    public DataStream<RawNotice> notices(StreamExecutionEnvironment env) {
        return source(env, Topic.SENTINEL1_NOTICES, OperatorUids.SENTINEL1_NOTICES)
                .union(source(env, Topic.SENTINEL2_NOTICES, OperatorUids.SENTINEL2_NOTICES));
    }

    private DataStream<RawNotice> source(StreamExecutionEnvironment env, Topic topic, String uid) {
        var builder =
                KafkaSource.<RawNotice>builder()
                        .setProperties(kafka)
                        .setBootstrapServers(kafka.getProperty("bootstrap.servers"))
                        .setTopics(topic.name(prefix))
                        .setGroupId(groupId)
                        .setClientIdPrefix(groupId + "-" + topic.baseName())
                        .setStartingOffsets(
                                from == null
                                        ? OffsetsInitializer.earliest()
                                        : OffsetsInitializer.timestamp(from.toEpochMilli()))
                        .setDeserializer(new RawNoticeSchema());
        Source<RawNotice, ?, ?> source =
                bounded
                        ? new BoundedKafkaSource<>(
                                builder.setBounded(OffsetsInitializer.latest()).build())
                        : builder.build();
        return env.fromSource(
                        source,
                        WatermarkStrategy.noWatermarks(),
                        uid.replace('-', ' '),
                        TypeInformation.of(RawNotice.class))
                .uid(uid);
    }
}
