package io.groundtrack.sinks.completeness;

import io.groundtrack.schemas.Sensor;
import io.groundtrack.sinks.completeness.Report.Missed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which passes were probably missed.
 *
 * <p>in: passes that were announced (deleted ones too), and now → out: every cycle in which an
 * orbit that delivered its tile in at least two of the four cycles before did not deliver, once it
 * is due. Probably, because platforms skip cycles by plan and an archive may be a choice. A series
 * that is silent for good is named until it has been silent for three cycles.
 */
final class MissedPasses {

    private static final int LOOK_BACK = 4;
    private static final int DELIVERED = 2;

    /** A pass that was announced. */
    record Seen(String passId, Sensor sensor, Instant time) {}

    private MissedPasses() {}

    static List<Missed> of(Iterable<Seen> passes, Instant now) {
        var cyclesBySeries = new TreeMap<String, TreeMap<Long, Seen>>();
        for (var seen : passes) {
            PassName.of(seen.passId())
                    .ifPresent(
                            name ->
                                    cyclesBySeries
                                            .computeIfAbsent(name.series(), s -> new TreeMap<>())
                                            .put(name.cycle(), seen));
        }
        var missed = new ArrayList<Missed>();
        cyclesBySeries.forEach((series, cycles) -> missedIn(series, cycles, now, missed));
        missed.sort(Comparator.comparing(Missed::expected).thenComparing(Missed::series));
        return missed;
    }

    private static void missedIn(
            String series, TreeMap<Long, Seen> cycles, Instant now, List<Missed> into) {
        for (long cycle : candidates(cycles)) {
            int delivered = cycles.subMap(cycle - LOOK_BACK, true, cycle, false).size();
            if (cycles.containsKey(cycle) || delivered < DELIVERED) {
                continue;
            }
            var before = cycles.lowerEntry(cycle);
            var expected = expected(before, cycle);
            if (!expected.isAfter(now)) {
                var tile = PassName.tile(before.getValue().passId());
                into.add(new Missed(series, tile, cycle, expected, delivered));
            }
        }
    }

    /** Only cycles up to four after a delivered one can have two before them. */
    private static Iterable<Long> candidates(TreeMap<Long, Seen> cycles) {
        var candidates = new TreeSet<Long>();
        for (long cycle : cycles.keySet()) {
            for (int after = 1; after <= LOOK_BACK; after++) {
                candidates.add(cycle + after);
            }
        }
        return candidates;
    }

    private static Instant expected(Map.Entry<Long, Seen> before, long cycle) {
        return before.getValue()
                .time()
                .plus(length(before.getValue().sensor()).multipliedBy(cycle - before.getKey()));
    }

    /** Sentinel-1 comes again after 12 d, Sentinel-2 after 10 d. */
    private static Duration length(Sensor sensor) {
        return Duration.ofDays(sensor == Sensor.S1 ? 12 : 10);
    }
}
