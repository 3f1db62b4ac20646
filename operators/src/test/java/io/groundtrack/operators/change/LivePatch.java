package io.groundtrack.operators.change;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.PatchOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One patch of {@link TrackChangeFunction} without the engine, with what a listener holds. */
final class LivePatch {

    private final PatchAlerts alerts = new PatchAlerts(YearOfLooks.OPTIONS);
    private final Map<String, Change> told = new HashMap<>();
    private final List<Change> said = new ArrayList<>();
    private PatchHistory history;
    private int arrivals;

    LivePatch(PatchOutcome first) {
        history =
                PatchHistory.empty(
                        YearOfLooks.OPTIONS, YearOfLooks.THRESHOLDS, PatchPlace.of(first));
    }

    void take(PatchOutcome outcome) {
        var arrival = history.arrive(Look.of(outcome, YearOfLooks.OPTIONS));
        if (arrival == PatchHistory.Arrival.TOO_LATE) {
            throw new AssertionError("late: " + outcome.getPassId());
        }
        if (arrival == PatchHistory.Arrival.TAKEN) {
            said.addAll(LiveAlerts.update(told, alerts.of(history.place(), history.fold())));
        }
        if (++arrivals % 50 == 0) {
            history = throughItsBytes();
        }
    }

    private PatchHistory throughItsBytes() {
        return PatchHistory.read(
                YearOfLooks.OPTIONS,
                YearOfLooks.THRESHOLDS,
                history.settledBytes(),
                history.open().values().stream()
                        .map(LookCodec::encode)
                        .map(LookCodec::decode)
                        .toList());
    }

    Map<String, Change> live() {
        return Story.live(said);
    }
}
