package io.groundtrack.job.fitting;

import io.groundtrack.operators.change.AlarmRates;
import io.groundtrack.operators.change.Calibration;
import io.groundtrack.operators.change.ChangeOptions;
import io.groundtrack.operators.change.Thresholds;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.testing.landscape.Landscape;
import io.groundtrack.testing.landscape.LandscapeOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Calibrates the thresholds of change tracking on undisturbed synthetic patch-years, and counts
 * false alerts on landscapes that were not used.
 *
 * <p>Thresholds of the synthetic kinds also stand for the other kind of their sensor, which has no
 * undisturbed truth of its own here.
 */
public final class ThresholdFitting {

    private static final Map<String, String> ALSO = Map.of("S1-RTC", "S1-GRD", "S2-L2A", "S2-L1C");

    /** Thresholds, and what they do on ground they were not fitted on. */
    public record Fitted(Thresholds thresholds, AlarmRates unseen) {}

    private ThresholdFitting() {}

    public static Fitted fit(
            long seed,
            int landscapes,
            int looks,
            double provisionalRate,
            double minClear,
            ChangeOptions options,
            Consumer<String> progress) {
        var patches = new ArrayList<List<PatchEmbedding>>();
        for (int i = 0; i < landscapes; i++) {
            patches.addAll(undisturbed(seed + i, looks, minClear));
            progress.accept("landscape " + (i + 1) + " of " + landscapes);
        }
        var goal = Calibration.Goal.defaults(seed).withProvisional(provisionalRate);
        var fitted = Calibration.fit(patches, options, goal);
        var entries = new ArrayList<>(fitted.entries());
        for (var entry : fitted.entries()) {
            entries.add(
                    new Thresholds.Entry(
                            ALSO.get(entry.seriesKind()),
                            entry.descriptor(),
                            entry.looks(),
                            entry.lowRate(),
                            entry.highRate(),
                            entry.provisionalRate(),
                            entry.patchYears(),
                            entry.seed(),
                            entry.buckets()));
        }
        var thresholds = Thresholds.of(entries);
        var unseen = new ArrayList<List<PatchEmbedding>>();
        for (int i = 0; i < Math.max(1, landscapes / 4); i++) {
            unseen.addAll(undisturbed(seed + landscapes + i, looks, minClear));
            progress.accept("unseen landscape " + (i + 1));
        }
        return new Fitted(thresholds, AlarmRates.of(unseen, options, thresholds));
    }

    private static List<List<PatchEmbedding>> undisturbed(long seed, int looks, double minClear) {
        var landscape =
                Landscape.of(
                        LandscapeOptions.ofSeed(seed)
                                .withEvents(0)
                                .withLooks(looks, looks * 6 / 5));
        return List.copyOf(new LandscapeObservations(landscape, minClear).histories().values());
    }
}
