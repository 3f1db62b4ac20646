package io.groundtrack.ingest.cutting;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Metrics of cut-into-patches.
 *
 * <pre>
 * monitor.cut-into-patches
 *   ├─ strips          cut
 *   ├─ cutMs           time in it, reading and decoding included
 *   ├─ blocksDecoded   raster blocks decoded by the process
 *   ├─ blocksNeeded    different ones among those asked for
 *   └─ cacheBytes      decoded blocks held by the process
 * </pre>
 *
 * <p>The last three belong to the process and are the same in all its subtasks; blocksDecoded ÷
 * blocksNeeded stays below 1.05 where {@code cut.cache} is large enough.
 */
final class CuttingMetrics {

    private final Counter strips;
    private final Counter cutMs;

    CuttingMetrics(MetricGroup parent, PatchCutter cutter) {
        var group = parent.addGroup("monitor").addGroup(PatchCutter.STEP);
        strips = group.counter("strips");
        cutMs = group.counter("cutMs");
        group.gauge("blocksDecoded", (Gauge<Long>) cutter::blocksDecoded);
        group.gauge("blocksNeeded", (Gauge<Long>) cutter::blocksNeeded);
        group.gauge("cacheBytes", (Gauge<Long>) cutter::cacheBytes);
    }

    void cut(long nanos) {
        strips.inc();
        cutMs.inc(nanos / 1_000_000);
    }
}
