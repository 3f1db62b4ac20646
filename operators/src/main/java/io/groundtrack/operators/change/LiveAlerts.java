package io.groundtrack.operators.change;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.ChangeState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What has to be told so that those who heard of the alerts of a patch know how they stand now.
 *
 * <p>in: alerts as last told, alerts as they are → out: what is new or changed, and withdrawals:
 * SUPERSEDED where another alert of the patch took its cells, else RETRACTED. Withdrawals come
 * first. State and time: none of its own; the map it is given is brought up to date.
 */
final class LiveAlerts {

    private LiveAlerts() {}

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
