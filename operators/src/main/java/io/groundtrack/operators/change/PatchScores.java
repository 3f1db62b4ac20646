package io.groundtrack.operators.change;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.PatchEmbedding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The scores of one patch, look by look, and its alerts, as change tracking reckons them.
 *
 * <p>in: observations of one patch in any order → out: one line a look, in order of (acquisition
 * time, pass). Units: standard deviations. State and time: none. Errors: {@link
 * IllegalArgumentException} naming the field of an observation that is not as expected.
 */
public final class PatchScores {

    /**
     * Scores at one look.
     *
     * @param series the series it belongs to; only for telling series of one patch apart
     * @param time acquisition time
     * @param scores by cell; NaN where the look shows none or burn-in has not ended
     */
    public record AtLook(String series, Instant time, double[] scores) {}

    private PatchScores() {}

    /** Scores after every look. */
    public static List<AtLook> of(List<PatchEmbedding> patch, ChangeOptions options) {
        return scores(patch, options, Thresholds.of(List.of()), false);
    }

    /** The same in multiples of the low threshold, so that series of any kind compare. */
    public static List<AtLook> relative(
            List<PatchEmbedding> patch, ChangeOptions options, Thresholds thresholds) {
        return scores(patch, options, thresholds, true);
    }

    /** The alerts that stand after all looks. */
    public static List<Change> alerts(
            List<PatchEmbedding> patch, ChangeOptions options, Thresholds thresholds) {
        if (patch.isEmpty()) {
            return List.of();
        }
        var fold = new PatchFold(options, thresholds);
        Calibration.looks(patch, options).forEach(fold::look);
        var seen = patch.get(0);
        var place =
                new PatchPlace(
                        seen.getPatchId(),
                        seen.getTile(),
                        seen.getEpsg(),
                        seen.getUlx(),
                        seen.getUly());
        return new PatchAlerts(options).of(place, fold);
    }

    private static List<AtLook> scores(
            List<PatchEmbedding> patch,
            ChangeOptions options,
            Thresholds thresholds,
            boolean relative) {
        var fold = new PatchFold(options, thresholds);
        var lines = new ArrayList<AtLook>();
        for (var look : Calibration.looks(patch, options)) {
            fold.look(look);
            var scores = new double[options.cells()];
            for (int cell = 0; cell < scores.length; cell++) {
                scores[cell] =
                        fold.lastScore(look.series(), cell)
                                / (relative ? low(fold, look.series(), cell) : 1);
            }
            lines.add(
                    new AtLook(
                            look.series().toString(), Instant.ofEpochMilli(look.time()), scores));
        }
        return lines;
    }

    private static double low(PatchFold fold, SeriesKey series, int cell) {
        return fold.levelsOf(series).low(fold.looks(series, cell));
    }
}
