package io.groundtrack.sinks.completeness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.sinks.completeness.Report.PassReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** In a {@link Report} → out lines for a person, or one JSON object for a program. */
public final class ReportText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportText() {}

    /** The answer first, then why, then every pass. */
    public static List<String> lines(Report report) {
        var lines = new ArrayList<String>();
        lines.add(
                "%s: %d of %d notices accounted for, %s, %s"
                        .formatted(
                                report.done() ? "done" : "not done",
                                report.accounted(),
                                report.announced(),
                                counted(report.granules().size(), "granule", "granules"),
                                counted(report.passes().size(), "pass", "passes")));
        if (report.granules().isEmpty() && report.passes().isEmpty()) {
            lines.add("the ledger knows no granule of what was asked for");
        }
        lines.add(
                "patches: %d expected = %d embedded + %d gated + %d rejected + %d to come; %d classified"
                        .formatted(
                                sum(report, PassReport::expected),
                                sum(report, PassReport::embedded),
                                Report.sum(gated(report)),
                                Report.sum(rejected(report)),
                                sum(report, p -> p.expected() - p.cutPatches()),
                                sum(report, PassReport::classified)));
        counts("  gated: ", gated(report), lines);
        counts("  rejected: ", rejected(report), lines);
        for (var stop : report.stops()) {
            lines.add("stopped in %s: %s: %s".formatted(stop.step(), stop.subject(), stop.what()));
        }
        for (var granule : report.granules()) {
            if (!granule.tooLate().isEmpty()) {
                lines.add("too late: %s on %s".formatted(granule.granuleId(), granule.tooLate()));
            }
        }
        for (var missed : report.probablyMissed()) {
            lines.add(
                    "probably missed: %s, about %s (%d of the 4 cycles before were delivered)"
                            .formatted(
                                    missed.series(), missed.expected(), missed.deliveredBefore()));
        }
        report.passes().forEach(pass -> lines.add(line(pass)));
        return lines;
    }

    private static String counted(int count, String one, String more) {
        return count + " " + (count == 1 ? one : more);
    }

    private static String line(PassReport pass) {
        var text = new StringBuilder();
        text.append(pass.tile())
                .append("  ")
                .append(pass.sensed())
                .append("  ")
                .append(pass.pass());
        if (!pass.status().equals("live")) {
            return text.append("  ").append(pass.status()).toString();
        }
        text.append("  ").append(pass.partner());
        if (!pass.partnerPass().isEmpty()) {
            text.append(" with ").append(pass.partnerPass());
        }
        text.append(
                ", %d patches: %d embedded, %d gated, %d rejected"
                        .formatted(
                                pass.expected(),
                                pass.embedded(),
                                Report.sum(pass.gated()),
                                Report.sum(pass.rejected())));
        pass.alerts().forEach((state, n) -> text.append(", ").append(n).append(" ").append(state));
        took(text, "announced", "after sensing", pass.sensed(), pass.announced());
        took(text, "patches done", "after it was read", pass.read(), pass.cut());
        took(text, "alert", "after it was read", pass.read(), pass.alerted());
        return text.toString();
    }

    private static void took(
            StringBuilder text, String what, String after, Instant from, Instant to) {
        if (from != null && to != null && !to.isBefore(from)) {
            var took = Duration.between(from, to);
            var shown =
                    took.toHours() > 0
                            ? "%d h %d min".formatted(took.toHours(), took.toMinutesPart())
                            : "%.1f s".formatted(took.toMillis() / 1000.0);
            text.append(", ").append(what).append(" ").append(shown).append(" ").append(after);
        }
    }

    private static void counts(String title, SortedMap<String, Integer> counts, List<String> into) {
        counts.forEach((why, count) -> into.add(title + count + " × " + why));
    }

    /** Everything, with times in ISO 8601 and durations in seconds. */
    public static ObjectNode json(Report report) {
        var json = JSON.createObjectNode();
        json.put("done", report.done());
        var notices = json.putObject("notices");
        notices.put("announced", report.announced()).put("accounted", report.accounted());
        report.putAside().forEach(notices::put);
        var patches = json.putObject("patches");
        patches.put("expected", sum(report, PassReport::expected));
        patches.put("cut", sum(report, PassReport::cutPatches));
        patches.put("embedded", sum(report, PassReport::embedded));
        patches.put("gated", Report.sum(gated(report)));
        patches.put("rejected", Report.sum(rejected(report)));
        patches.put("classified", sum(report, PassReport::classified));
        gated(report).forEach(patches.putObject("gatedWhy")::put);
        rejected(report).forEach(patches.putObject("rejectedWhy")::put);
        json.put(
                "waitingForPartner",
                report.passes().stream()
                        .filter(p -> p.partner().equals("waiting for a partner"))
                        .count());
        var stopped = json.putArray("stopped");
        for (var stop : report.stops()) {
            stopped.addObject()
                    .put("step", stop.step())
                    .put("subject", stop.subject())
                    .put("count", stop.count())
                    .put("what", stop.what());
        }
        var missed = json.putArray("probablyMissed");
        for (var pass : report.probablyMissed()) {
            missed.addObject()
                    .put("series", pass.series())
                    .put("tile", pass.tile())
                    .put("cycle", pass.cycle())
                    .put("expected", pass.expected().toString())
                    .put("deliveredBefore", pass.deliveredBefore());
        }
        granules(report, json);
        var passes = json.putArray("passes");
        for (var pass : report.passes()) {
            var node = passes.addObject();
            describe(pass, node);
            node.put("done", report.isDone(pass.pass()));
        }
        return json;
    }

    private static void granules(Report report, ObjectNode json) {
        var granules = json.putArray("granules");
        for (var granule : report.granules()) {
            var node = granules.addObject();
            node.put("product", granule.product());
            node.put("granule", granule.granuleId());
            node.put("status", granule.status());
            node.put(
                    "done",
                    report.isDone(granule.product())
                            && granule.passes().stream().allMatch(report::isDone));
            granule.passes().forEach(node.putArray("passes")::add);
            granule.tooLate().forEach(node.putArray("tooLate")::add);
            time(node, "sensed", granule.sensed());
            time(node, "announced", granule.announced());
            time(node, "read", granule.read());
            var versions = node.putArray("versions");
            for (var version : granule.versions()) {
                var told =
                        versions.addObject()
                                .put("granule", version.getGranuleId())
                                .put("baseline", version.getBaseline())
                                .put("status", version.getStatus())
                                .put("count", version.getCount())
                                .put("announced", version.getAnnounced().toString());
                if (version.getResolved().isAfter(Instant.EPOCH)) {
                    time(told, "resolved", version.getResolved());
                }
            }
        }
    }

    private static void describe(PassReport pass, ObjectNode node) {
        node.put("pass", pass.pass());
        node.put("tile", pass.tile());
        node.put("sensor", String.valueOf(pass.sensor()));
        node.put("status", pass.status());
        pass.granules().forEach(node.putArray("granules")::add);
        node.put("partner", pass.partner());
        node.put("partnerPass", pass.partnerPass());
        node.put("expected", pass.expected());
        node.put("cut", pass.cutPatches());
        node.put("embedded", pass.embedded());
        pass.gated().forEach(node.putObject("gated")::put);
        pass.rejected().forEach(node.putObject("rejected")::put);
        node.put("classified", pass.classified());
        pass.alerts().forEach(node.putObject("alerts")::put);
        time(node, "sensed", pass.sensed());
        time(node, "announced", pass.announced());
        time(node, "read", pass.read());
        time(node, "taken", pass.taken());
        time(node, "paired", pass.paired());
        time(node, "patchesDone", pass.cut());
        time(node, "classesDone", pass.classifiedAt());
        time(node, "alerted", pass.alerted());
        var seconds = node.putObject("seconds");
        seconds(seconds, "sensingToNotice", pass.sensed(), pass.announced());
        seconds(seconds, "noticeToAlert", pass.announced(), pass.alerted());
        seconds(seconds, "readToPatches", pass.read(), pass.cut());
        seconds(seconds, "readToAlert", pass.read(), pass.alerted());
        seconds(seconds, "sensingToAlert", pass.sensed(), pass.alerted());
    }

    private static void time(ObjectNode node, String name, Instant time) {
        if (time != null) {
            node.put(name, time.toString());
        }
    }

    private static void seconds(ObjectNode node, String name, Instant from, Instant to) {
        if (from != null && to != null) {
            node.put(name, Duration.between(from, to).toMillis() / 1000.0);
        }
    }

    private static int sum(Report report, ToIntFunction<PassReport> count) {
        return report.passes().stream().mapToInt(count).sum();
    }

    private static SortedMap<String, Integer> gated(Report report) {
        return merged(report, PassReport::gated);
    }

    private static SortedMap<String, Integer> rejected(Report report) {
        return merged(report, PassReport::rejected);
    }

    private static SortedMap<String, Integer> merged(
            Report report, Function<PassReport, SortedMap<String, Integer>> counts) {
        return report.passes().stream()
                .flatMap(pass -> counts.apply(pass).entrySet().stream())
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                Map.Entry::getValue,
                                Integer::sum,
                                TreeMap::new));
    }
}
