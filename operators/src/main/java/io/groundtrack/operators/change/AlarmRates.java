package io.groundtrack.operators.change;

import io.groundtrack.schemas.PatchEmbedding;
import java.util.Collection;
import java.util.List;

/**
 * How often undisturbed patches raise an alert: the check on a {@link Calibration}.
 *
 * <p>in: undisturbed observations, by patch → out: patches that had an alert at any look, with the
 * whole lifecycle and all series, as a live system would have told it.
 *
 * @param patchYears from the first to the last look of each patch, summed
 * @param provisional patches with an alert that was provisional or more
 * @param confirmed patches with an alert that was confirmed
 */
public record AlarmRates(double patchYears, int provisional, int confirmed) {

    private static final double YEAR_MS = 365.25 * 86_400_000;

    /** Counts over the patches. */
    public static AlarmRates of(
            Collection<? extends List<PatchEmbedding>> patches,
            ChangeOptions options,
            Thresholds thresholds) {
        double years = 0;
        int provisional = 0;
        int confirmed = 0;
        for (var patch : patches) {
            var looks = Calibration.looks(patch, options);
            if (looks.isEmpty()) {
                continue;
            }
            years += (looks.get(looks.size() - 1).time() - looks.get(0).time()) / YEAR_MS;
            int highest = highest(looks, options, thresholds);
            provisional += highest >= 1 ? 1 : 0;
            confirmed += highest >= 2 ? 1 : 0;
        }
        return new AlarmRates(years, provisional, confirmed);
    }

    /** 0 without an alert, 1 provisional, 2 confirmed. */
    private static int highest(List<Look> looks, ChangeOptions options, Thresholds thresholds) {
        var fold = new PatchFold(options, thresholds);
        int highest = 0;
        for (var look : looks) {
            fold.look(look);
            var runs = fold.runs();
            for (var one : runs) {
                for (var other : runs) {
                    if (one.cell < other.cell && RunGroups.meet(one, other, options.grid())) {
                        var both = one.isConfirmed() && other.isConfirmed();
                        highest = Math.max(highest, both ? 2 : 1);
                    }
                }
            }
        }
        return highest;
    }

    /** Alerts of any state in a patch-year. */
    public double provisionalRate() {
        return provisional / patchYears;
    }

    /** Confirmed alerts in a patch-year. */
    public double confirmedRate() {
        return confirmed / patchYears;
    }
}
