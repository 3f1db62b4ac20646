package io.groundtrack.job.quality;

import io.groundtrack.job.embedded.TruthMatch;
import io.groundtrack.job.quality.SyntheticEvaluation.Fate;
import io.groundtrack.job.quality.SyntheticEvaluation.Told;
import io.groundtrack.operators.change.AlarmRates;
import io.groundtrack.testing.landscape.event.EventKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one way of watching told, summed over areas: in events with their alerts, false alerts → out
 * {@link Told}. State: grows area by area.
 */
final class SyntheticTally {

    private static final double DAY_MS = 86_400_000;

    private final Map<EventKind, List<TruthMatch.Found>> events = new EnumMap<>(EventKind.class);
    private int elsewhere;
    private double years;
    private int provisional;
    private int confirmed;

    void add(TruthMatch match) {
        match.events()
                .forEach(
                        found ->
                                events.computeIfAbsent(
                                                found.event().kind(), any -> new ArrayList<>())
                                        .add(found));
        elsewhere += match.elsewhere().size();
    }

    void add(AlarmRates rates) {
        years += rates.patchYears();
        provisional += rates.provisional();
        confirmed += rates.confirmed();
    }

    Told told(Watching.Way way) {
        var fates = new LinkedHashMap<EventKind, Fate>();
        events.forEach((kind, found) -> fates.put(kind, fate(found)));
        return new Told(
                way.name(),
                way.what(),
                fates,
                elsewhere,
                new RareCount(provisional, years),
                new RareCount(confirmed, years));
    }

    private static Fate fate(List<TruthMatch.Found> events) {
        var first = new ArrayList<Double>();
        var confirmed = new ArrayList<Double>();
        for (var found : events) {
            found.alert()
                    .ifPresent(
                            alert -> {
                                first.add(days(found, alert.getFirst()));
                                if (alert.getConfirmed() != null) {
                                    confirmed.add(days(found, alert.getConfirmed()));
                                }
                            });
        }
        return new Fate(
                events.size(), first.size(), confirmed.size(), median(first), median(confirmed));
    }

    private static double days(TruthMatch.Found found, Instant time) {
        return (time.toEpochMilli() - found.event().date().toEpochMilli()) / DAY_MS;
    }

    private static double median(Collection<Double> days) {
        return days.isEmpty()
                ? Double.NaN
                : WindowScores.median(days.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
