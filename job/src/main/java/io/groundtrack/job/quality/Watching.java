package io.groundtrack.job.quality;

import io.groundtrack.operators.change.AlarmRates;
import io.groundtrack.operators.change.ChangeOptions;
import io.groundtrack.operators.change.PatchScores;
import io.groundtrack.operators.change.Thresholds;
import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.Sensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Ways of watching ground that two sensors see: one of them, both, and other numbers for S2. */
final class Watching {

    private static final Set<String> INDICES = Set.of("NDVI.mean", "NBR.mean");

    /**
     * A way that makes alerts.
     *
     * @param kept observations that it uses
     */
    record Way(String name, String what, Predicate<PatchEmbedding> kept, ChangeOptions options) {

        List<Change> alerts(Map<String, List<PatchEmbedding>> histories, Thresholds thresholds) {
            var alerts = new ArrayList<Change>();
            for (var patch : histories.values()) {
                alerts.addAll(PatchScores.alerts(of(patch), options, thresholds));
            }
            return alerts;
        }

        AlarmRates rates(Collection<List<PatchEmbedding>> patches, Thresholds thresholds) {
            return AlarmRates.of(patches.stream().map(this::of).toList(), options, thresholds);
        }

        private List<PatchEmbedding> of(List<PatchEmbedding> patch) {
            return patch.stream().filter(kept).toList();
        }
    }

    private Watching() {}

    /** Ways that make alerts at the thresholds of the model. */
    static List<Way> told(ChangeOptions options) {
        return List.of(
                new Way("both", "both sensors in one lifecycle: the product", any -> true, options),
                new Way(
                        "both-apart",
                        "both sensors, neither confirming the other",
                        any -> true,
                        options.withConfirmWindow(Duration.ZERO)),
                new Way("s1", "Sentinel-1 only", seen -> seen.getSensor() == Sensor.S1, options),
                new Way("s2", "Sentinel-2 only", seen -> seen.getSensor() == Sensor.S2, options));
    }

    /** Ways to score, the product first. */
    static List<ScoringMethod> scored(ChangeOptions options, Thresholds thresholds) {
        return List.of(
                new ScoringMethod(
                        "both",
                        "both sensors, scores in multiples of their thresholds: the product",
                        patch -> PatchScores.relative(patch, options, thresholds)),
                numbers("s1", "S1: means and deviations", options, Sensor.S1, any -> true),
                numbers("s1-means", "S1: means only", options, Sensor.S1, CellNumbers.MEANS),
                numbers("s2", "S2: all eight numbers", options, Sensor.S2, any -> true),
                numbers(
                        "s2-bands",
                        "S2: means of the bands",
                        options,
                        Sensor.S2,
                        name -> CellNumbers.MEANS.test(name) && !INDICES.contains(name)),
                numbers("s2-indices", "S2: NDVI and NBR", options, Sensor.S2, INDICES::contains),
                numbers("s2-nbr", "S2: NBR alone", options, Sensor.S2, "NBR.mean"::equals),
                numbers("s2-ndvi", "S2: NDVI alone", options, Sensor.S2, "NDVI.mean"::equals));
    }

    private static ScoringMethod numbers(
            String name,
            String what,
            ChangeOptions options,
            Sensor sensor,
            Predicate<String> kept) {
        return new ScoringMethod(
                name,
                what,
                patch -> {
                    var chosen = new ArrayList<PatchEmbedding>();
                    for (var seen : patch) {
                        if (seen.getSensor() == sensor) {
                            CellNumbers.with(seen, kept, false).ifPresent(chosen::add);
                        }
                    }
                    return PatchScores.of(chosen, options);
                });
    }
}
