package io.groundtrack.sinks.kafka;

import io.groundtrack.schemas.AvroCodec;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Turns a record into a Kafka record: key as UTF-8, value in Avro single-object encoding, or a
 * tombstone.
 *
 * <p>The time of the Kafka record is when it is written: stamped with event time, old records would
 * fall to retention.
 *
 * @param <T> what flows through the job
 * @param <V> what is written
 */
final class KeyedRecordSchema<T, V extends SpecificRecord>
        implements KafkaRecordSerializationSchema<T> {

    private static final long serialVersionUID = 1L;

    /** A function that Flink can ship. */
    interface Part<A, B> extends Function<A, B>, Serializable {}

    private final String topic;
    private final Class<V> type;
    private final Part<T, String> key;
    private final Part<T, V> value;
    private transient AvroCodec<V> codec;

    /**
     * @param value null result = tombstone
     */
    KeyedRecordSchema(String topic, Class<V> type, Part<T, String> key, Part<T, V> value) {
        this.topic = topic;
        this.type = type;
        this.key = key;
        this.value = value;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            T element, KafkaSinkContext context, Long timestamp) {
        if (codec == null) {
            codec = AvroCodec.of(type);
        }
        var record = value.apply(element);
        return new ProducerRecord<>(
                topic,
                key.apply(element).getBytes(StandardCharsets.UTF_8),
                record == null ? null : codec.encode(record));
    }
}
