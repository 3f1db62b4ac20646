package io.groundtrack.operators.change;

import io.groundtrack.schemas.PatchEmbedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints false alarms and delays on simulated patches; run by hand. */
final class SimulatedEvaluation {

    private static final ChangeOptions OPTIONS = ChangeOptions.defaults();
    private static final double EVENT_DAY = 800;

    private SimulatedEvaluation() {}

    public static void main(String[] args) {
        for (double provisional : new double[] {0, 0.01, 0.001}) {
            var goal = Calibration.Goal.defaults(1).withProvisional(provisional);
            var fitted = new ArrayList<List<PatchEmbedding>>();
            var others = new ArrayList<List<PatchEmbedding>>();
            for (int i = 0; i < 150; i++) {
                fitted.add(SimulatedPatches.radar(i, 4, 1e9, 0, 22));
                fitted.add(SimulatedPatches.optical(i, 3, 1e9, 0, 65));
                others.add(SimulatedPatches.radar(5000 + i, 4, 1e9, 0, 22));
                others.add(SimulatedPatches.optical(5000 + i, 3, 1e9, 0, 65));
            }
            var thresholds = Calibration.fit(fitted, OPTIONS, goal);
            System.out.println("goal " + goal);
            thresholds.entries().forEach(System.out::println);
            var rates = AlarmRates.of(others, OPTIONS, thresholds);
            System.out.printf(
                    Locale.ROOT,
                    "others: %s provisional %.4f confirmed %.4f a patch-year%n",
                    rates,
                    rates.provisionalRate(),
                    rates.confirmedRate());
            for (double depth : new double[] {-1, -1.5, -2, -3, -4, -6}) {
                delays("radar", depth, thresholds, false);
            }
            for (double depth : new double[] {-.1, -.2, -.3, -.45}) {
                delays("optical", depth, thresholds, true);
            }
        }
    }

    private static void delays(String name, double depth, Thresholds thresholds, boolean optical) {
        int found = 0;
        double provisional = 0;
        double confirmed = 0;
        for (int i = 0; i < 40; i++) {
            var patch =
                    optical
                            ? SimulatedPatches.optical(9000 + i, 4, EVENT_DAY, depth, 65)
                            : SimulatedPatches.radar(9000 + i, 4, EVENT_DAY, depth, 22);
            var fold = new PatchFold(OPTIONS, thresholds);
            long first = 0;
            for (var look : Calibration.looks(patch, OPTIONS)) {
                fold.look(look);
                long after = look.time() - Observations.day(EVENT_DAY).toEpochMilli();
                var hits =
                        fold.runs().stream().filter(r -> SimulatedPatches.isHit(r.cell)).toList();
                if (first == 0 && hits.size() >= 2 && after >= 0) {
                    first = after;
                }
                if (hits.stream().filter(Run::isConfirmed).count() >= 2 && after >= 0) {
                    found++;
                    provisional += first / 86_400_000.0;
                    confirmed += after / 86_400_000.0;
                    break;
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s step %.2f: confirmed %d of 40, provisional after %.0f d, confirmed %.0f d%n",
                name,
                depth,
                found,
                provisional / found,
                confirmed / found);
    }
}
