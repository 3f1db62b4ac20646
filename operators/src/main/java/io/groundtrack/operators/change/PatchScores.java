package io.groundtrack.operators.change;

import io.groundtrack.schemas.PatchEmbedding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The scores of one patch, look by look, as change tracking reckons them.
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
        var fold = new PatchFold(options, Thresholds.of(List.of()));
        var lines = new ArrayList<AtLook>();
        for (var look : Calibration.looks(patch, options)) {
            fold.look(look);
            var scores = new double[options.cells()];
            for (int cell = 0; cell < scores.length; cell++) {
                scores[cell] = fold.lastScore(look.series(), cell);
            }
            lines.add(
                    new AtLook(
                            look.series().toString(), Instant.ofEpochMilli(look.time()), scores));
        }
        return lines;
    }
}
