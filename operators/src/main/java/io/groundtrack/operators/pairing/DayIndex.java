package io.groundtrack.operators.pairing;

import io.groundtrack.schemas.DayState;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.GranuleMark;
import io.groundtrack.schemas.PassState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Granules and passes of one tile by UTC day, so that an arrival reads the days around it and not
 * the whole tile.
 *
 * <p>in: granules and passes as they come and go → out: marks of the granules of some days. State:
 * the map handed in, changed in place; a day is replaced whole, and dropped when it is empty.
 */
final class DayIndex {

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final Map<Long, DayState> days;

    DayIndex(Map<Long, DayState> days) {
        this.days = days;
    }

    /** An index of what is known already. */
    static DayIndex of(Collection<Granule> granules, Collection<PassState> passes) {
        var index = new DayIndex(new HashMap<>());
        index.addAll(granules, passes);
        return index;
    }

    void addAll(Collection<Granule> granules, Collection<PassState> passes) {
        granules.forEach(granule -> replace(null, granule));
        passes.forEach(pass -> replace(null, pass));
    }

    /**
     * @param before null: there was none
     * @param after null: there is none any more
     */
    void replace(Granule before, Granule after) {
        if (before != null) {
            removeGranule(before.getProductKey(), before.getAcquisitionTime());
        }
        if (after != null) {
            change(after.getAcquisitionTime(), day -> day.getGranules().add(mark(after)));
        }
    }

    /**
     * @param before null: there was none
     * @param after null: there is none any more
     */
    void replace(PassState before, PassState after) {
        if (before != null
                && after != null
                && day(before.getAcquisitionTime()) == day(after.getAcquisitionTime())) {
            return;
        }
        if (before != null) {
            change(before.getAcquisitionTime(), day -> day.getPasses().remove(before.getPassId()));
        }
        if (after != null) {
            change(after.getAcquisitionTime(), day -> day.getPasses().add(after.getPassId()));
        }
    }

    void removeGranule(String productKey, Instant time) {
        change(time, day -> day.getGranules().removeIf(m -> m.getProductKey().equals(productKey)));
    }

    /** Granules not farther than {@code reach} from one of the times, and others of those days. */
    List<GranuleMark> around(Collection<Instant> times, Duration reach) {
        var wanted = new TreeSet<Long>();
        for (var time : times) {
            for (long d = day(time.minus(reach)); d <= day(time.plus(reach)); d++) {
                wanted.add(d);
            }
        }
        var marks = new ArrayList<GranuleMark>();
        for (long d : wanted) {
            var state = days.get(d);
            if (state != null) {
                marks.addAll(state.getGranules());
            }
        }
        return marks;
    }

    /** Days up to that of {@code last}, as they are now. */
    List<DayState> upTo(Instant last) {
        long end = day(last);
        return days.keySet().stream().filter(d -> d <= end).sorted().map(days::get).toList();
    }

    private void change(Instant time, Consumer<DayState> with) {
        var before = days.get(day(time));
        // the lists of the day before may be those of a snapshot that is being written
        var copy =
                new DayState(
                        before == null ? new ArrayList<>() : new ArrayList<>(before.getGranules()),
                        before == null ? new ArrayList<>() : new ArrayList<>(before.getPasses()));
        with.accept(copy);
        if (copy.getGranules().isEmpty() && copy.getPasses().isEmpty()) {
            days.remove(day(time));
        } else {
            days.put(day(time), copy);
        }
    }

    private static long day(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), DAY_MILLIS);
    }

    private static GranuleMark mark(Granule granule) {
        return new GranuleMark(
                granule.getProductKey(),
                granule.getGranuleId(),
                granule.getShare().getPassId(),
                granule.getSensor(),
                granule.getRelativeOrbit(),
                granule.getAcquisitionTime());
    }
}
