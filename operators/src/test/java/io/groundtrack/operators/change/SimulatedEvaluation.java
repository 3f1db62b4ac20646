package io.groundtrack.operators.change;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.PatchEmbedding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/** Prints false alarms, delays and the cost of an arrival on simulated patches; run by hand. */
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
        cost();
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

    private static void cost() {
        var options = OPTIONS;
        var thresholds = Thresholds.uncalibrated("S1-RTC", "A4/m6", 6, 4, 6);
        var looks = Calibration.looks(SimulatedPatches.radar(1, 3, 800, -6, 22), options);
        var place = new PatchPlace("p", "33UUP", 32633, 300_000, 5_900_040);
        var alerts = new PatchAlerts(options);
        for (int round = 0; round < 5; round++) {
            var history = PatchHistory.empty(options.withHorizon(Duration.ZERO), thresholds, place);
            var told = new HashMap<String, Change>();
            long start = System.nanoTime();
            for (var look : looks) {
                history.arrive(LookCodec.decode(LookCodec.encode(look)));
                LiveAlerts.update(told, alerts.of(place, history.fold()));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d looks, unlimited horizon: %.2f ms an arrival on average%n",
                    looks.size(),
                    (System.nanoTime() - start) / 1e6 / looks.size());
            long all = System.nanoTime();
            var fold = history.fold();
            long folded = System.nanoTime();
            alerts.of(place, fold);
            System.out.printf(
                    Locale.ROOT,
                    "  all folded %.2f ms, alerts %.2f ms, settled %d B, look %d B%n",
                    (folded - all) / 1e6,
                    (System.nanoTime() - folded) / 1e6,
                    history.settledBytes().length,
                    LookCodec.encode(looks.get(0)).length);
            var small = PatchHistory.empty(options, thresholds, place);
            looks.forEach(small::arrive);
            System.out.println("  settled after 3 years " + small.settledBytes().length + " B");
        }
    }
}
