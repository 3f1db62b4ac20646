/**
 * What leaves the job on Kafka: one keyed topic for each kind of record, written exactly once, so
 * that the last record of a key is how that thing stands.
 */
package io.groundtrack.sinks.kafka;
