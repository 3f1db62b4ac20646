package io.groundtrack.sinks.kafka;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Reject;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;

/**
 * The sinks of the job on Kafka, all EXACTLY_ONCE: what a transaction wrote is seen when the
 * checkpoint that covers it is complete.
 *
 * <p>in: records → out: upserts and tombstones keyed by the ids of {@link Ids}. Readers need {@code
 * isolation.level = read_committed}.
 */
public final class KafkaOutputs {

    private final Properties kafka;
    private final String prefix;
    private final String transactionalIdPrefix;

    /**
     * @param kafka client settings with {@code bootstrap.servers}
     * @param prefix put before each topic name
     * @param transactionalIdPrefix names this job's transactions; unique on the broker
     */
    public KafkaOutputs(Properties kafka, String prefix, String transactionalIdPrefix) {
        this.kafka = kafka;
        this.prefix = prefix;
        this.transactionalIdPrefix = transactionalIdPrefix;
    }

    /** Embeddings by observation; any other outcome withdraws what was there. */
    public KafkaSink<PatchOutcome> embeddings() {
        return sink(
                Topic.EMBEDDINGS,
                PatchEmbedding.class,
                (PatchOutcome o) -> Ids.observation(o.getPatchId(), o.getPassId()),
                o -> o.getKind() == OutcomeKind.EMBEDDED ? o.getEmbedding() : null);
    }

    /** Classifications by id; one that holds no more is a tombstone. */
    public KafkaSink<Classification> classifications() {
        return sink(
                Topic.CLASSIFICATIONS,
                Classification.class,
                Classification::getId,
                c -> c.getLive() ? c : null);
    }

    /** Alerts by id; withdrawn ones say so in their state. */
    public KafkaSink<Change> changes() {
        return sink(Topic.CHANGES, Change.class, Change::getId, c -> c);
    }

    /** Rejects by id. */
    public KafkaSink<Reject> deadLetters() {
        return sink(Topic.DEAD_LETTERS, Reject.class, Reject::getId, r -> r);
    }

    /** Ledger lines by key. */
    public KafkaSink<LedgerEntry> ledger() {
        return sink(Topic.LEDGER, LedgerEntry.class, LedgerEntry::getKey, e -> e);
    }

    private <T, V extends SpecificRecord> KafkaSink<T> sink(
            Topic topic,
            Class<V> type,
            KeyedRecordSchema.Part<T, String> key,
            KeyedRecordSchema.Part<T, V> value) {
        return KafkaSink.<T>builder()
                .setKafkaProducerConfig(kafka)
                .setBootstrapServers(kafka.getProperty("bootstrap.servers"))
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(transactionalIdPrefix + topic.baseName())
                .setRecordSerializer(new KeyedRecordSchema<>(topic.name(prefix), type, key, value))
                .build();
    }
}
