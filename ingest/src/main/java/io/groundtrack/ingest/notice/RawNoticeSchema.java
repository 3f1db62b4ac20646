package io.groundtrack.ingest.notice;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes a Kafka record as it is, with where it was read; a tombstone becomes empty bytes, which the
 * reader rejects by name.
 */
public final class RawNoticeSchema implements KafkaRecordDeserializationSchema<RawNotice> {

    private static final long serialVersionUID = 1L;

    private static final byte[] NOTHING = {};

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawNotice> out) {
        out.collect(
                new RawNotice(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.value() == null ? NOTHING : record.value()));
    }

    @Override
    public TypeInformation<RawNotice> getProducedType() {
        return TypeInformation.of(RawNotice.class);
    }
}
