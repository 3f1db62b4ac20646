package io.groundtrack.sinks.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics that are missing; those that exist are left as they are.
 *
 * <p>Errors: {@link IllegalStateException} naming the broker where none answers within 30 s, or the
 * topic that it does not create.
 */
public final class Topics {

    private static final long WAIT_SECONDS = 30;

    private Topics() {}

    /**
     * @param kafka client settings with {@code bootstrap.servers}
     */
    public static void createMissing(Properties kafka, String prefix) {
        var settings = new Properties();
        settings.putAll(kafka);
        settings.putIfAbsent("default.api.timeout.ms", "30000");
        try (var admin = Admin.create(settings)) {
            var existing = admin.listTopics().names().get(WAIT_SECONDS, TimeUnit.SECONDS);
            var missing = new ArrayList<NewTopic>();
            for (var topic : Topic.values()) {
                if (!existing.contains(topic.name(prefix))) {
                    missing.add(
                            new NewTopic(topic.name(prefix), topic.partitions(), (short) -1)
                                    .configs(Map.copyOf(topic.settings())));
                }
            }
            for (var created : admin.createTopics(missing).values().entrySet()) {
                await(created.getKey(), created.getValue(), kafka);
            }
            awaitLeaders(admin, missing);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new IllegalStateException(
                    "no answer from Kafka at " + servers(kafka) + " (expected: a broker)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        }
    }

    /**
     * Answers once every new partition is served: until then a producer's first batches may
     * overtake each other.
     */
    private static void awaitLeaders(Admin admin, List<NewTopic> topics)
            throws InterruptedException, ExecutionException, TimeoutException {
        var ends = new HashMap<TopicPartition, OffsetSpec>();
        for (var topic : topics) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        admin.listOffsets(ends).all().get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private static void await(String topic, KafkaFuture<Void> created, Properties kafka)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            created.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw e;
            }
            // another instance was faster
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException(
                        "Kafka at "
                                + servers(kafka)
                                + " does not create topic "
                                + topic
                                + ": "
                                + e.getCause().getMessage(),
                        e);
            }
        }
    }

    private static String servers(Properties kafka) {
        return kafka.getProperty("bootstrap.servers");
    }
}
