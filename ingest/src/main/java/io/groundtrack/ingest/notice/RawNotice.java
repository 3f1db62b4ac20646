package io.groundtrack.ingest.notice;

/**
 * A Kafka record before anyone has read it.
 *
 * @param topic topic name
 * @param partition partition number
 * @param offset offset in the partition
 * @param value the bytes; empty for a tombstone
 */
public record RawNotice(String topic, int partition, long offset, byte[] value) {}
