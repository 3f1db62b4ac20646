package io.groundtrack.operators.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.ChangeState;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.PatchOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.statistics.Statistics;

/** Order, repeats, replacements and withdrawals do not show in what lives at the end. */
class SameSetSameAlertsProperties {

    private static final int GRID = 3;
    private static final ChangeOptions OPTIONS =
            new ChangeOptions(
                    2, 5, 3, Duration.ofDays(100), Duration.ofDays(60), Duration.ZERO, 0.8, GRID);
    private static final Thresholds THRESHOLDS =
            Thresholds.uncalibrated("S1-RTC", "A2/m2", 2, 2.5, 5)
                    .and(Thresholds.uncalibrated("S2-L2A", "S2-1/m2", 2, 2.5, 5));
    private static final long DAY_MS = 86_400_000;

    @Property(tries = 1000, seed = "20261", shrinking = ShrinkingMode.OFF)
    void sameSetOfObservationsSameAlerts(@ForAll @LongRange(min = 0) long seed) {
        var random = new Random(seed);
        var last = finalSet(random);
        var arrivals = withNoise(last, random);
        Collections.shuffle(arrivals, random);
        var expected = alertsOf(last);
        assertThat(live(arrivals, OPTIONS)).isEqualTo(expected);
        for (var state : List.of(ChangeState.CONFIRMED, ChangeState.FINISHED)) {
            Statistics.label(state.name())
                    .collect(expected.values().stream().anyMatch(a -> a.getState() == state))
                    .coverage(coverage -> coverage.check(true).percentage(share -> share > 15));
        }
        Statistics.label("alerts")
                .collect(Math.min(2, expected.size()))
                .coverage(coverage -> coverage.check(2).percentage(share -> share > 10));
    }

    @Property(tries = 1000, seed = "20261", shrinking = ShrinkingMode.OFF)
    void sameSetOfObservationsSameAlertsWithinTheHorizon(@ForAll @LongRange(min = 0) long seed) {
        var random = new Random(seed);
        var last = finalSet(random);
        var arrivals = withNoise(last, random);
        int horizonDays = 10 + random.nextInt(80);
        // each is at most the horizon late: sorted by time plus a delay below it
        var delays = new HashMap<PatchOutcome, Double>();
        arrivals.forEach(a -> delays.put(a, random.nextDouble() * (horizonDays - 1)));
        var byArrival = new ArrayList<>(arrivals);
        byArrival.sort(
                Comparator.comparingDouble(
                        a ->
                                a.getAcquisitionTime().toEpochMilli() / (double) DAY_MS
                                        + delays.get(a)));
        var options = OPTIONS.withHorizon(Duration.ofDays(horizonDays));
        assertThat(live(byArrival, options)).isEqualTo(alertsOf(last));
    }

    /** Whatever has arrived so far, in the bytes of the state as in memory. */
    @Property(tries = 60, seed = "20261", shrinking = ShrinkingMode.OFF)
    void runsAreThoseOfOneFoldAfterEveryArrival(@ForAll @LongRange(min = 0) long seed) {
        var random = new Random(seed);
        var arrivals = withNoise(finalSet(random), random);
        Collections.shuffle(arrivals, random);
        var patch = new LivePatch(OPTIONS, THRESHOLDS, arrivals.get(0));
        var known = new HashMap<String, Look>();
        for (var outcome : arrivals) {
            patch.take(outcome);
            var look = Look.of(outcome, OPTIONS);
            known.merge(
                    look.passId(), look, (old, now) -> now.revision() > old.revision() ? now : old);
            var fold = new PatchFold(OPTIONS, THRESHOLDS);
            known.values().stream().filter(Look::isSeen).sorted(Look.IN_TIME).forEach(fold::look);
            assertThat(runs(patch.history())).isEqualTo(runs(fold));
        }
    }

    private static List<String> runs(KnownRuns known) {
        return known.runs().stream()
                .map(
                        run -> {
                            var state = RunCodec.states(List.of(run)).get(0);
                            state.setSeries(0); // numbered in order of arrival
                            return known.key(run.series) + " " + state;
                        })
                .sorted()
                .toList();
    }

    /** The final word on every pass of two or three series, with clouds and an event or two. */
    private static List<PatchOutcome> finalSet(Random random) {
        var outcomes = new ArrayList<PatchOutcome>();
        int series = 2 + random.nextInt(2);
        int days = 120 + random.nextInt(140);
        int half = days / 2;
        var begins = new double[] {random.nextInt(half), half + random.nextInt(half)};
        var lengths = new double[] {10 + random.nextInt(60), 10 + random.nextInt(60)};
        var cells = new int[] {random.nextInt(512), random.nextInt(512)};
        for (int s = 0; s < series; s++) {
            var of = s == 2 ? optical() : radar(10 + s);
            double every = s == 2 ? 7 : 9 + s;
            for (double day = s; day < days; day += every) {
                double at = day;
                int revision = 1 + random.nextInt(3);
                if (random.nextDouble() < .1) {
                    var kinds = List.of(OutcomeKind.GATED, OutcomeKind.GONE, OutcomeKind.REJECTED);
                    outcomes.add(of.notSeen(at, revision, kinds.get(random.nextInt(3))));
                    continue;
                }
                int clouds = random.nextDouble() < .2 ? random.nextInt(512) : 0;
                var noise = new Random(random.nextLong());
                outcomes.add(
                        Observations.outcome(
                                of.embedding(
                                        at,
                                        (cell, number) -> {
                                            double value = noise.nextGaussian();
                                            for (int e = 0; e < 2; e++) {
                                                var hit = (cells[e] >> cell & 1) == 1;
                                                if (hit
                                                        && at >= begins[e]
                                                        && at < begins[e] + lengths[e]) {
                                                    value += 8;
                                                }
                                            }
                                            return value;
                                        },
                                        cell -> (clouds >> cell & 1) == 1 ? 100 : 225),
                                revision));
            }
        }
        return outcomes;
    }

    /** Adds repeats, and older revisions that say something else or nothing. */
    private static List<PatchOutcome> withNoise(List<PatchOutcome> last, Random random) {
        var arrivals = new ArrayList<>(last);
        for (var outcome : last) {
            if (random.nextDouble() < .2) {
                arrivals.add(PatchOutcome.newBuilder(outcome).build());
            }
            for (int revision = 1; revision < outcome.getPassRevision(); revision++) {
                var isS2 = outcome.getPassId().startsWith("S2");
                var of = isS2 ? optical() : radar(outcome.getRelativeOrbit());
                double day =
                        (outcome.getAcquisitionTime().toEpochMilli()
                                        - Observations.BEGINNING.toEpochMilli())
                                / (double) DAY_MS;
                arrivals.add(
                        random.nextDouble() < .3
                                ? of.notSeen(day, revision, OutcomeKind.GONE)
                                : of.seen(day, revision, cell -> 4 * random.nextGaussian()));
            }
        }
        return arrivals;
    }

    private static Observations radar(int orbit) {
        return Observations.ofPatch(GRID).onOrbit(orbit).withNumbers("VV.mean", "VH.mean");
    }

    private static Observations optical() {
        return Observations.ofPatch(GRID).sentinel2().onOrbit(65).withNumbers("NDVI.mean");
    }

    private static Map<String, Change> alertsOf(List<PatchOutcome> last) {
        var fold = new PatchFold(OPTIONS, THRESHOLDS);
        last.stream()
                .map(outcome -> Look.of(outcome, OPTIONS))
                .filter(Look::isSeen)
                .sorted(Look.IN_TIME)
                .forEach(fold::look);
        var alerts = new TreeMap<String, Change>();
        for (var alert : new PatchAlerts(OPTIONS).of(PatchPlace.of(last.get(0)), fold)) {
            alerts.put(alert.getId(), alert);
        }
        return alerts;
    }

    /** What is told, arrival by arrival, through the bytes of the state. */
    private static Map<String, Change> live(List<PatchOutcome> arrivals, ChangeOptions options) {
        var patch = new LivePatch(options, THRESHOLDS, arrivals.get(0));
        arrivals.forEach(patch::take);
        return new TreeMap<>(patch.live());
    }
}
