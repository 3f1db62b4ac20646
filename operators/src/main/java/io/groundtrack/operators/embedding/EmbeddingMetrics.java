package io.groundtrack.operators.embedding;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Metrics of embed-patches.
 *
 * <pre>
 * monitor.embed-patches
 *   ├─ patches       embedded
 *   ├─ batches       calls of the model
 *   ├─ padded        empty places in the shapes of these calls
 *   └─ modelMs       time inside the model
 * </pre>
 */
final class EmbeddingMetrics {

    private final Counter patches;
    private final Counter batches;
    private final Counter padded;
    private final Counter modelMs;

    EmbeddingMetrics(MetricGroup parent) {
        var group = parent.addGroup("monitor").addGroup("embed-patches");
        patches = group.counter("patches");
        batches = group.counter("batches");
        padded = group.counter("padded");
        modelMs = group.counter("modelMs");
    }

    void embedded(int count, int places, long nanos) {
        patches.inc(count);
        batches.inc();
        padded.inc(places - count);
        modelMs.inc(nanos / 1_000_000);
    }
}
