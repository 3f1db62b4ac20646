package io.groundtrack.ingest.cutting;

import io.groundtrack.ingest.access.AccessCounters;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What reading remote assets costs the process, the same in all its subtasks.
 *
 * <pre>
 * monitor.cut-into-patches.assets
 *   ├─ requests       sent, redirects and attempts again among them
 *   ├─ bytes          of bodies received
 *   ├─ retries        attempts after the first
 *   ├─ failures       reads that failed: refused, absent, damaged or unreachable
 *   ├─ inFlight       requests open now
 *   └─ latencyMsP50, latencyMsP95   upper bounds, powers of two
 * </pre>
 */
final class AssetMetrics {

    private AssetMetrics() {}

    static void register(MetricGroup parent, AccessCounters counters) {
        var group = parent.addGroup("monitor").addGroup(PatchCutter.STEP).addGroup("assets");
        group.gauge("requests", (Gauge<Long>) counters::requests);
        group.gauge("bytes", (Gauge<Long>) counters::bytes);
        group.gauge("retries", (Gauge<Long>) counters::retries);
        group.gauge("failures", (Gauge<Long>) counters::failures);
        group.gauge("inFlight", (Gauge<Integer>) counters::inFlight);
        group.gauge("latencyMsP50", (Gauge<Long>) () -> counters.latencyMillis(0.5));
        group.gauge("latencyMsP95", (Gauge<Long>) () -> counters.latencyMillis(0.95));
    }
}
