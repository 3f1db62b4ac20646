package io.groundtrack.job.embedded;

import io.groundtrack.job.Outputs;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.options.Options;
import io.groundtrack.sinks.kafka.KafkaOutputs;
import io.groundtrack.sinks.kafka.Topic;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The topics that a bounded run writes: in client settings and options → out its sinks. Errors:
 * {@link IllegalArgumentException} where another job wrote there.
 */
public final class ResultTopics {

    private ResultTopics() {}

    /** The sinks of a job on {@code kafka}. */
    public static Outputs of(Properties kafka, MonitoringOptions options) {
        var producer = new Properties();
        producer.putAll(kafka);
        producer.put(
                "transaction.timeout.ms",
                Long.toString(options.get(Options.KAFKA_TRANSACTION_TIMEOUT).toMillis()));
        var sinks =
                new KafkaOutputs(
                        producer,
                        options.get(Options.KAFKA_PREFIX),
                        options.get(Options.KAFKA_TRANSACTIONS));
        return new Outputs(
                sinks.embeddings(),
                sinks.classifications(),
                sinks.changes(),
                sinks.deadLetters(),
                sinks.ledger());
    }

    /** Revisions start anew in each job, so that two jobs never write one topic. */
    static void requireEmpty(Properties kafka, String prefix) {
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(kafka, bytes, bytes)) {
            var partitions =
                    consumer.partitionsFor(Topic.LEDGER.name(prefix)).stream()
                            .map(p -> new TopicPartition(p.topic(), p.partition()))
                            .toList();
            if (!consumer.beginningOffsets(partitions).equals(consumer.endOffsets(partitions))) {
                throw new IllegalArgumentException(
                        "results on Kafka at %s: another job wrote to the topics with kafka.topic-prefix '%s' (expected: empty topics, or none)"
                                .formatted(kafka.getProperty("bootstrap.servers"), prefix));
            }
        }
    }
}
