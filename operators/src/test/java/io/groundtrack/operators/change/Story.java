package io.groundtrack.operators.change;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.PatchOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A patch of 3 × 3 cells, quiet for thirty looks, that later looks can disturb; scores follow at
 * once (m = 1), so an event of 20 is above the threshold of 5 and a quiet look is not.
 */
final class Story {

    static final int GRID = 3;
    static final int QUIET_LOOKS = 30;
    static final double EVENT = 20;

    static final ChangeOptions OPTIONS =
            new ChangeOptions(
                    1, 15, 3, Duration.ofDays(180), Duration.ofDays(60), Duration.ZERO, 0.8, GRID);

    static final Thresholds THRESHOLDS =
            Thresholds.uncalibrated("S1-RTC", "A1/m1", 1, 5, 40)
                    .and(Thresholds.uncalibrated("S2-L2A", "S2-1/m1", 1, 5, 40));

    private Story() {}

    static Observations radar() {
        return Observations.ofPatch(GRID);
    }

    static Observations optical() {
        return Observations.ofPatch(GRID).sentinel2().onOrbit(65).withNumbers("NDVI.mean");
    }

    /** Quiet looks every 12 days, ending at day 0. */
    static List<PatchOutcome> quiet(Observations series) {
        var looks = new ArrayList<PatchOutcome>();
        for (int i = 0; i < QUIET_LOOKS; i++) {
            looks.add(look(series, 12.0 * (i - QUIET_LOOKS), Set.of()));
        }
        return looks;
    }

    /** A look in which these cells are disturbed. */
    static PatchOutcome look(Observations series, double day, Set<Integer> disturbed) {
        return series.seen(
                day, 1, cell -> quietValue(day) + (disturbed.contains(cell) ? EVENT : 0));
    }

    static double quietValue(double day) {
        return Math.floorMod(Math.round(day), 24) < 12 ? 1 : -1;
    }

    /** Alerts of this set of outcomes. */
    static List<Change> alerts(List<PatchOutcome> outcomes) {
        var patch = new LivePatch(OPTIONS, THRESHOLDS, outcomes.get(0));
        outcomes.forEach(patch::take);
        return patch.alerts();
    }

    /** What a listener holds after all that is said, withdrawals removed and revisions ignored. */
    static Map<String, Change> live(List<Change> said) {
        var live = new LinkedHashMap<String, Change>();
        for (var change : said) {
            if (LiveAlerts.isWithdrawn(change)) {
                live.remove(change.getId());
            } else {
                live.put(change.getId(), Change.newBuilder(change).setRevision(0).build());
            }
        }
        return live;
    }

    static PatchEmbedding embedding(PatchOutcome outcome) {
        return outcome.getEmbedding();
    }
}
