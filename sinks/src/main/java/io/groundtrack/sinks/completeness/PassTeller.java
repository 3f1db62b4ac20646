package io.groundtrack.sinks.completeness;

import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.sinks.completeness.Report.PassReport;
import io.groundtrack.sinks.completeness.Report.Stop;
import io.groundtrack.sinks.files.AlertLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tells one pass to the last patch: what was expected of it and what became of it; adds a stop
 * where the two differ.
 */
final class PassTeller {

    private final Progress progress;
    private final Map<String, List<LedgerEntry>> patches;
    private final Map<String, List<LedgerEntry>> products;
    private final List<Stop> stops;
    private final Map<String, List<AlertLine>> alertsByLook = new HashMap<>();

    /**
     * @param patches lines by pass
     * @param products lines by pass
     * @param stops added to
     */
    PassTeller(
            Progress progress,
            Map<String, List<LedgerEntry>> patches,
            Map<String, List<LedgerEntry>> products,
            List<Stop> stops) {
        this.progress = progress;
        this.patches = patches;
        this.products = products;
        this.stops = stops;
        for (var alert : progress.alerts()) {
            for (var look : alert.looks()) {
                alertsByLook
                        .computeIfAbsent(
                                look(alert.patchId(), look.sensor(), look.time()),
                                key -> new ArrayList<>())
                        .add(alert);
            }
        }
    }

    private static String look(String patch, Sensor sensor, Instant time) {
        return patch + "|" + sensor + "|" + time;
    }

    /**
     * @param pair line of its pair; null where it has none
     */
    PassReport tell(LedgerEntry pass, String partner, LedgerEntry pair) {
        var gated = new TreeMap<String, Integer>();
        var rejected = new TreeMap<String, Integer>();
        var alerts = new LinkedHashSet<AlertLine>();
        int embedded = 0;
        int classified = 0;
        int unclassified = 0;
        Instant cut = null;
        for (var line : patches.getOrDefault(pass.getSubject(), List.of())) {
            switch (line.getStatus()) {
                case "embedded" -> {
                    embedded++;
                    var patch = line.getSubject().substring(0, line.getSubject().indexOf('|'));
                    var observation = Ids.observation(patch, pass.getSubject());
                    if (progress.classified().observations().contains(observation)) {
                        classified++;
                    } else if (!progress.classified().tooLate().contains(observation)) {
                        unclassified++;
                    }
                    alerts.addAll(
                            alertsByLook.getOrDefault(
                                    look(patch, line.getSensor(), line.getAcquisitionTime()),
                                    List.of()));
                }
                case "gated" -> gated.merge(gatedWhy(line.getDetail()), 1, Integer::sum);
                case "rejected" -> rejected.merge(rejectedWhy(line.getDetail()), 1, Integer::sum);
                default -> {}
            }
            cut = later(cut, line.getWritten());
        }
        boolean live = Completeness.isLive(pass);
        var sources = products.getOrDefault(pass.getSubject(), List.of());
        var told =
                new PassReport(
                        pass.getSubject(),
                        pass.getTile(),
                        pass.getSensor(),
                        pass.getStatus(),
                        List.copyOf(pass.getGranules()),
                        partner,
                        pair == null ? "" : pair.getDetail(),
                        live ? pass.getPatches() : 0,
                        embedded,
                        gated,
                        rejected,
                        classified,
                        byState(alerts),
                        pass.getAcquisitionTime(),
                        times(sources.stream().map(LedgerEntry::getAnnounced))
                                .min(Comparator.naturalOrder())
                                .orElse(null),
                        times(sources.stream().map(LedgerEntry::getWritten))
                                .max(Comparator.naturalOrder())
                                .orElse(null),
                        pass.getWritten(),
                        pair == null ? null : pair.getWritten(),
                        cut,
                        progress.classified().at().get(pass.getSubject()),
                        times(alerts.stream().filter(AlertLine::holds).map(AlertLine::written))
                                .min(Comparator.naturalOrder())
                                .orElse(null));
        stops(told, unclassified);
        return told;
    }

    private void stops(PassReport told, int unclassified) {
        int open = told.expected() - told.cutPatches();
        if (open > 0) {
            stops.add(
                    new Stop(
                            "cut-into-patches",
                            told.pass(),
                            open,
                            open + " of " + told.expected() + " patches are still to come"));
        } else if (open < 0) {
            stops.add(
                    new Stop(
                            "cut-into-patches",
                            told.pass(),
                            -open,
                            -open + " patches stand that it no longer covers"));
        }
        if (unclassified > 0) {
            stops.add(
                    new Stop(
                            "classify-patches",
                            told.pass(),
                            unclassified,
                            unclassified + " embedded patches are not classified"));
        }
    }

    private static SortedMap<String, Integer> byState(Iterable<AlertLine> alerts) {
        var counts = new TreeMap<String, Integer>();
        alerts.forEach(alert -> counts.merge(alert.state(), 1, Integer::sum));
        return counts;
    }

    /** Without the number measured, which differs from patch to patch. */
    private static String gatedWhy(String detail) {
        return detail.replaceFirst("fraction [0-9.]+", "fraction");
    }

    /** The reason without granule and place. */
    private static String rejectedWhy(String detail) {
        int colon = detail.indexOf(':');
        return colon < 0 ? detail : detail.substring(0, colon);
    }

    private static Stream<Instant> times(Stream<Instant> times) {
        return times.filter(Objects::nonNull);
    }

    private static Instant later(Instant a, Instant b) {
        return a == null || b != null && b.isAfter(a) ? b : a;
    }
}
