package io.groundtrack.operators.change;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.PatchOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One patch of {@link TrackChangeFunction} without the engine, with what a listener holds. Each
 * arrival goes through the bytes of the state.
 */
final class LivePatch {

    private final ChangeOptions options;
    private final Histories histories;
    private final PatchAlerts alerts;
    private final PatchPlace place;
    private final MemoryStore store = new MemoryStore();
    private final Map<String, Change> told = new HashMap<>();
    private final List<Change> said = new ArrayList<>();

    LivePatch(PatchOutcome first) {
        this(YearOfLooks.OPTIONS, YearOfLooks.THRESHOLDS, first);
    }

    LivePatch(ChangeOptions options, Thresholds thresholds, PatchOutcome first) {
        this.options = options;
        this.histories = new Histories(options, thresholds);
        this.alerts = new PatchAlerts(options);
        this.place = PatchPlace.of(first);
    }

    void take(PatchOutcome outcome) {
        var history = history();
        var arrival = history.arrive(Look.of(outcome, options));
        if (arrival == PatchHistory.Arrival.TOO_LATE) {
            throw new AssertionError("late: " + outcome.getPassId());
        }
        if (arrival == PatchHistory.Arrival.TAKEN) {
            said.addAll(LiveAlerts.tell(history, alerts, () -> told).said());
            history.store();
        }
    }

    /** As the bytes of the state have it. */
    PatchHistory history() {
        return histories.open(store, () -> place);
    }

    /** The alerts that the state holds. */
    List<Change> alerts() {
        return alerts.of(place, history());
    }

    MemoryStore store() {
        return store;
    }

    Map<String, Change> live() {
        return Story.live(said);
    }
}
