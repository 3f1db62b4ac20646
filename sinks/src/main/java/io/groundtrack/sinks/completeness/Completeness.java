package io.groundtrack.sinks.completeness;

import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.sinks.completeness.Report.GranuleReport;
import io.groundtrack.sinks.completeness.Report.Stop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Is it done, and if not, where did it stop?
 *
 * <p>in: {@link Progress} and {@link Question} → out: {@link Report}; a pure function, the order of
 * the lines does not matter. Done means that three sums close: every notice is accounted for, every
 * granule that lives is in its passes, and every patch of a pass is embedded and classified, gated
 * or rejected. Waiting for a partner holds up nothing. Source: architecture 3.9 and 5.2.
 */
public final class Completeness {

    private final Progress progress;
    private final Question question;
    private final Map<String, LedgerEntry> passes = new HashMap<>();
    private final Map<String, LedgerEntry> pairs = new HashMap<>();
    private final Map<String, Integer> pairsByPartner = new HashMap<>();
    private final Map<String, List<LedgerEntry>> patches = new HashMap<>();
    private final Map<String, List<LedgerEntry>> productsByPass = new HashMap<>();
    private final List<LedgerEntry> products = new ArrayList<>();
    private final TreeMap<String, Integer> putAside = new TreeMap<>();
    private final Map<String, Set<String>> passesByGranule = new HashMap<>();
    private final Set<String> late = new HashSet<>();
    private final List<Stop> stops = new ArrayList<>();
    private Instant newest = Instant.MIN;

    private Completeness(Progress progress, Question question) {
        this.progress = progress;
        this.question = question;
    }

    public static Report of(Progress progress, Question question) {
        var asked = new Completeness(progress, question);
        progress.ledger().forEach(asked::sort);
        asked.pairs
                .values()
                .forEach(pair -> asked.pairsByPartner.merge(pair.getDetail(), 1, Integer::sum));
        return asked.report();
    }

    private void sort(LedgerEntry line) {
        switch (line.getKind()) {
            case NOTICE -> putAside.merge(line.getStatus(), 1, Integer::sum);
            case PRODUCT -> sortProduct(line);
            case PASS -> {
                passes.put(line.getSubject(), line);
                if (isLive(line) && line.getAcquisitionTime().isAfter(newest)) {
                    newest = line.getAcquisitionTime();
                }
            }
            case PAIR -> {
                if (isLive(line)) {
                    pairs.put(line.getSubject(), line);
                }
            }
            case PATCH -> {
                var observation = line.getSubject();
                var pass = observation.substring(observation.indexOf('|') + 1);
                patches.computeIfAbsent(pass, p -> new ArrayList<>()).add(line);
            }
        }
    }

    private void sortProduct(LedgerEntry line) {
        if (line.getStatus().equals("late")) {
            late.add(onTile(line.getDetail(), line.getTile()));
            return;
        }
        products.add(line);
        for (var pass : line.getPasses()) {
            productsByPass.computeIfAbsent(pass, p -> new ArrayList<>()).add(line);
            if (isLive(line)) {
                passesByGranule.computeIfAbsent(line.getDetail(), g -> new HashSet<>()).add(pass);
            }
        }
    }

    private static String onTile(String granuleId, String tile) {
        return granuleId + "|" + tile;
    }

    private Report report() {
        if (!progress.runStep().isEmpty()) {
            stop(progress.runStep(), "run", 1, "the run ended before its end, in this step");
        }
        long accounted = Report.sum(putAside);
        for (var product : products) {
            accounted +=
                    product.getLive()
                            + product.getRepeated()
                            + product.getSuperseded()
                            + product.getDeleted();
        }
        if (accounted < progress.notices()) {
            long open = progress.notices() - accounted;
            stop("read-notices", "notices", open, open + " notices are not read yet");
        }
        var granules =
                products.stream()
                        .filter(p -> question.isAbout(p.getAcquisitionTime()))
                        .filter(this::touchesTile)
                        .sorted(Comparator.comparing(LedgerEntry::getSubject))
                        .map(this::granule)
                        .toList();
        var told = new PassTeller(progress, patches, productsByPass, stops);
        var asked =
                passes.values().stream()
                        .filter(p -> question.isAbout(p.getTile()))
                        .filter(p -> question.isAbout(p.getAcquisitionTime()))
                        .sorted(
                                Comparator.comparing(LedgerEntry::getTile)
                                        .thenComparing(LedgerEntry::getAcquisitionTime)
                                        .thenComparing(LedgerEntry::getSubject))
                        .map(this::checked)
                        .map(p -> told.tell(p, partner(p), pairs.get(p.getSubject())))
                        .toList();
        straysWithoutPass();
        return new Report(
                stops.isEmpty(),
                progress.notices(),
                accounted,
                putAside,
                List.copyOf(stops),
                granules,
                asked,
                missed());
    }

    private boolean touchesTile(LedgerEntry product) {
        return question.tile() == null
                || product.getPasses().stream()
                        .anyMatch(pass -> question.isAbout(PassName.tile(pass)));
    }

    private GranuleReport granule(LedgerEntry product) {
        var tooLate = new ArrayList<String>();
        for (var passId : product.getPasses()) {
            var tile = PassName.tile(passId);
            if (!isLive(product) || !question.isAbout(tile)) {
                continue;
            }
            var pass = passes.get(passId);
            if (late.contains(onTile(product.getDetail(), tile))) {
                tooLate.add(tile);
            } else if (pass == null || !isLive(pass) || lacks(pass, product.getDetail())) {
                stop("pair-by-footprint", product.getSubject(), 1, "not yet part of " + passId);
            }
        }
        return new GranuleReport(
                product.getSubject(),
                product.getDetail(),
                product.getStatus(),
                List.copyOf(product.getPasses()),
                List.copyOf(product.getVersions()),
                product.getAcquisitionTime(),
                product.getAnnounced(),
                product.getWritten(),
                tooLate);
    }

    /** Ledgers written before passes named their granules cannot be held against them. */
    private static boolean lacks(LedgerEntry pass, String granuleId) {
        return !pass.getGranules().isEmpty() && !pass.getGranules().contains(granuleId);
    }

    private LedgerEntry checked(LedgerEntry pass) {
        for (var granule : pass.getGranules()) {
            if (late.contains(onTile(granule, pass.getTile()))) {
                continue;
            }
            var passesOfIt = passesByGranule.get(granule);
            if (passesOfIt == null) {
                stop("pair-by-footprint", pass.getSubject(), 1, granule + " is gone but still in");
            } else if (!passesOfIt.contains(pass.getSubject())) {
                stop(
                        "pair-by-footprint",
                        pass.getSubject(),
                        1,
                        granule + " touches the tile no more but is still in");
            }
        }
        return pass;
    }

    private String partner(LedgerEntry pass) {
        if (!isLive(pass)) {
            return "";
        }
        if (pass.getSensor() != Sensor.S2) {
            int used = pairsByPartner.getOrDefault(pass.getSubject(), 0);
            return switch (used) {
                case 0 -> "used by no S2 pass";
                case 1 -> "used by 1 S2 pass";
                default -> "used by " + used + " S2 passes";
            };
        }
        if (pairs.containsKey(pass.getSubject())) {
            return "paired";
        }
        return newest.isAfter(pass.getAcquisitionTime().plus(question.window()))
                ? "no partner"
                : "waiting for a partner";
    }

    private void straysWithoutPass() {
        patches.forEach(
                (pass, lines) -> {
                    long standing =
                            lines.stream()
                                    .filter(line -> question.isAbout(line.getTile()))
                                    .filter(line -> question.isAbout(line.getAcquisitionTime()))
                                    .filter(line -> !line.getStatus().equals("gone"))
                                    .count();
                    if (standing > 0 && !passes.containsKey(pass)) {
                        stop("pair-by-footprint", pass, standing, "patches of a pass not told");
                    }
                });
    }

    private List<Report.Missed> missed() {
        var seen = new HashMap<String, MissedPasses.Seen>();
        for (var product : products) {
            for (var pass : product.getPasses()) {
                seen.put(pass, seen(pass, product));
            }
        }
        passes.values().forEach(p -> seen.put(p.getSubject(), seen(p.getSubject(), p)));
        var latest =
                seen.values().stream().map(MissedPasses.Seen::time).max(Comparator.naturalOrder());
        var now = question.to() != null ? question.to() : latest.orElse(Instant.EPOCH);
        return MissedPasses.of(seen.values(), now.minus(question.grace())).stream()
                .filter(m -> question.isAbout(m.tile()) && question.isAbout(m.expected()))
                .toList();
    }

    private static MissedPasses.Seen seen(String pass, LedgerEntry line) {
        return new MissedPasses.Seen(
                pass, line.getSensor(), Objects.requireNonNull(line.getAcquisitionTime(), pass));
    }

    private void stop(String step, String subject, long count, String what) {
        stops.add(new Stop(step, subject, count, what));
    }

    static boolean isLive(LedgerEntry line) {
        return line.getKind() != LedgerKind.NOTICE && line.getStatus().equals("live");
    }
}
