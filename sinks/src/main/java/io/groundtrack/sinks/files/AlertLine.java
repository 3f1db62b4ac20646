package io.groundtrack.sinks.files;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.Sensor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How one alert stands, as the ledger tells it.
 *
 * @param id of the alert
 * @param patchId its patch
 * @param tile its tile
 * @param state lower-case lifecycle state; withdrawn ones say so
 * @param last last look of its runs (event time)
 * @param written when it was written last (processing time); null where unknown
 * @param looks the looks it rests on
 */
public record AlertLine(
        String id,
        String patchId,
        String tile,
        String state,
        Instant last,
        Instant written,
        List<Look> looks) {

    /** One look of one sensor at the alert's patch. */
    public record Look(Sensor sensor, Instant time) {}

    /** The line of {@code change}. */
    public static AlertLine of(Change change, Instant written) {
        var looks = new ArrayList<Look>();
        for (var series : change.getEvidence()) {
            series.getTimes().forEach(time -> looks.add(new Look(series.getSensor(), time)));
        }
        return new AlertLine(
                change.getId(),
                change.getPatchId(),
                change.getTile(),
                change.getState().name().toLowerCase(Locale.ROOT),
                change.getLast(),
                written,
                List.copyOf(looks));
    }

    /** False for what was withdrawn. */
    public boolean holds() {
        return !state.equals("superseded") && !state.equals("retracted");
    }
}
