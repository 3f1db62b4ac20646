package io.groundtrack.job.quality;

import io.groundtrack.operators.change.ChangeOptions;
import io.groundtrack.operators.change.PatchScores;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.Sensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A way to score the cells of a patch look by look, using nothing later than the look.
 *
 * @param name e.g. {@code a2-m3}
 * @param what what it is, for people
 */
record ScoringMethod(String name, String what, Scoring scoring) {

    /** The one whose vector is the product's with the sketch in it. */
    static final String WITH_SKETCH = "a4-sketch-m6";

    /** in: observations of one patch, in any order → out: scores, look by look. */
    @FunctionalInterface
    interface Scoring {
        List<PatchScores.AtLook> scores(List<PatchEmbedding> patch);
    }

    /** What the product does, under these options. */
    static ScoringMethod product(ChangeOptions options) {
        return new ScoringMethod(
                "product",
                "the product: radiometric numbers, m = " + options.looks(),
                patch -> PatchScores.of(patch, options));
    }

    /** The baselines of the study behind the fold, as far as the job's observations allow. */
    static List<ScoringMethod> baselines(ChangeOptions options) {
        var vv = (WindowScores.Pick) look -> new double[] {look.of("VV.mean")};
        var vh = (WindowScores.Pick) look -> new double[] {look.of("VH.mean")};
        WindowScores.Pick both = look -> new double[] {look.of("VV.mean"), look.of("VH.mean")};
        return List.of(
                new ScoringMethod(
                        "vh-z",
                        "VH, absolute z against the last 32 looks",
                        patch -> WindowScores.deviation(patch, options, vh)),
                new ScoringMethod(
                        "vv-z",
                        "VV, absolute z against the last 32 looks",
                        patch -> WindowScores.deviation(patch, options, vv)),
                new ScoringMethod(
                        "mahalanobis",
                        "Mahalanobis of (VV, VH), last 32 looks",
                        patch -> WindowScores.deviation(patch, options, both)),
                new ScoringMethod(
                        "sketch-cosine",
                        "token sketch, cosine, median and MAD of 16 looks",
                        patch -> WindowScores.cosine(patch, options)),
                fold("a2-m3", "mean VV, mean VH, the fold", options, 3, CellNumbers.MEANS, false),
                fold("a4-m3", "means and deviations, the fold", options, 3, CellNumbers.ALL, false),
                fold("a4-m6", "means and deviations, the fold", options, 6, CellNumbers.ALL, false),
                fold("sketch-m3", "token sketch, the fold", options, 3, CellNumbers.NONE, true),
                fold(
                        WITH_SKETCH,
                        "means, deviations and token sketch in one vector, the fold",
                        options,
                        6,
                        CellNumbers.ALL,
                        true));
    }

    private static ScoringMethod fold(
            String name,
            String what,
            ChangeOptions options,
            int looks,
            Predicate<String> kept,
            boolean sketch) {
        return new ScoringMethod(
                name,
                what + ", m = " + looks,
                patch -> {
                    var chosen = new ArrayList<PatchEmbedding>();
                    for (var seen : patch) {
                        if (seen.getSensor() == Sensor.S1) {
                            Optional<PatchEmbedding> with = CellNumbers.with(seen, kept, sketch);
                            with.ifPresent(chosen::add);
                        }
                    }
                    return PatchScores.of(chosen, options.withLooks(looks));
                });
    }
}
