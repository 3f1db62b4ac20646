/**
 * Where does a test or the demo get a Kafka from? From this JVM: {@link
 * io.groundtrack.testing.kafka.EmbeddedKafka}.
 */
package io.groundtrack.testing.kafka;
