package io.groundtrack.operators.change;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counters of change tracking.
 *
 * <pre>
 * monitor.track-change.taken                      outcomes that changed what is known
 * monitor.track-change.known                      repeats and lower revisions
 * monitor.track-change.rejected.too_late          older than the horizon
 * monitor.track-change.rejected.field_invalid     unreadable
 * </pre>
 */
final class ChangeMetrics {

    private final Map<PatchHistory.Arrival, Counter> arrivals =
            new EnumMap<>(PatchHistory.Arrival.class);
    private final Counter unreadable;

    ChangeMetrics(MetricGroup group) {
        var step = group.addGroup("monitor").addGroup(TrackChangeFunction.STEP);
        var rejected = step.addGroup("rejected");
        for (var arrival : PatchHistory.Arrival.values()) {
            var parent = arrival == PatchHistory.Arrival.TOO_LATE ? rejected : step;
            arrivals.put(arrival, parent.counter(arrival.name().toLowerCase(Locale.ROOT)));
        }
        unreadable = rejected.counter("field_invalid");
    }

    void arrived(PatchHistory.Arrival arrival) {
        arrivals.get(arrival).inc();
    }

    void unreadable() {
        unreadable.inc();
    }
}
