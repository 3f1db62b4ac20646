package io.groundtrack.operators.change;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.ChangeState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What has to be told so that those who heard of the alerts of a patch know how they stand now.
 *
 * <p>in: alerts as last told, alerts as they are → out: what is new or changed, and withdrawals:
 * SUPERSEDED where another alert of the patch took its cells, else RETRACTED. Withdrawals come
 * first. State and time: none of its own; the map it is given is brought up to date.
 */
final class LiveAlerts {

    /**
     * What is said, and the ids that need not be remembered any longer.
     *
     * @param said what is new or changed, withdrawals first
     * @param forgotten ids
     */
    record Telling(List<Change> said, List<String> forgotten) {

        private static final Telling NOTHING = new Telling(List.of(), List.of());
    }

    private LiveAlerts() {}

    /**
     * Brings what was {@code told} to what a history holds; it is asked for only where something
     * may have changed.
     */
    static Telling tell(
            PatchHistory known, PatchAlerts alerts, Supplier<Map<String, Change>> told) {
        var isToldNow = known.isToldNow();
        if (isToldNow && !known.isSettled() && known.horizon() <= known.sweepAt()) {
            return Telling.NOTHING;
        }
        var before = told.get();
        var now = alerts.of(known.place(), known);
        var said = update(before, now);
        var kept = known.forgetFinished() ? alerts.of(known.place(), known) : now;
        var forgotten = forget(before, kept, known.horizon());
        known.sweepAt(
                before.values().stream()
                        .filter(LiveAlerts::isWithdrawn)
                        .mapToLong(alert -> alert.getLast().toEpochMilli())
                        .min()
                        .orElse(Long.MAX_VALUE));
        return new Telling(said, forgotten);
    }

    /** Brings {@code told} to what holds {@code now}; what has to be said. */
    static List<Change> update(Map<String, Change> told, List<Change> now) {
        var said = new ArrayList<Change>();
        for (var old : List.copyOf(told.values())) {
            if (!isWithdrawn(old) && now.stream().noneMatch(a -> a.getId().equals(old.getId()))) {
                said.add(withdrawn(old, now));
            }
        }
        said.sort((a, b) -> a.getId().compareTo(b.getId()));
        for (var alert : now) {
            var old = told.get(alert.getId());
            if (old != null) {
                alert.setRevision(old.getRevision());
                if (alert.equals(old)) {
                    continue;
                }
                alert.setRevision(old.getRevision() + 1);
            }
            said.add(alert);
        }
        said.forEach(alert -> told.put(alert.getId(), alert));
        return said;
    }

    /**
     * Drops from {@code told} what will never be told again: alerts that the history has forgotten
     * (all but those it {@code kept}), and withdrawals older than the horizon (milliseconds since
     * 1970). Out: their ids.
     */
    static List<String> forget(Map<String, Change> told, List<Change> kept, long horizon) {
        var ids = kept.stream().map(Change::getId).collect(Collectors.toSet());
        var forgotten =
                told.values().stream()
                        .filter(
                                alert ->
                                        isWithdrawn(alert)
                                                ? alert.getLast().toEpochMilli() < horizon
                                                : !ids.contains(alert.getId()))
                        .map(Change::getId)
                        .toList();
        forgotten.forEach(told::remove);
        return forgotten;
    }

    static boolean isWithdrawn(Change alert) {
        return alert.getState() == ChangeState.SUPERSEDED
                || alert.getState() == ChangeState.RETRACTED;
    }

    private static Change withdrawn(Change old, List<Change> now) {
        var isTaken =
                now.stream()
                        .anyMatch(
                                other ->
                                        !Collections.disjoint(other.getCells(), old.getCells())
                                                && !other.getFirst().isAfter(old.getLast())
                                                && !old.getFirst().isAfter(other.getLast()));
        return Change.newBuilder(old)
                .setState(isTaken ? ChangeState.SUPERSEDED : ChangeState.RETRACTED)
                .setRevision(old.getRevision() + 1)
                .build();
    }
}
