package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.job.quality.ChangeEvaluation.Figure;
import io.groundtrack.job.quality.ChangeEvaluation.Scored;
import io.groundtrack.job.quality.RareCount;
import io.groundtrack.job.quality.SyntheticEvaluation.Fate;
import io.groundtrack.job.quality.SyntheticEvaluation.Report;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A synthetic evaluation as Markdown tables, which people can read as they are, and as JSON. */
final class SyntheticReportText {

    private static final List<String> SHOWN = List.of("auc", "tauc", "confirmed180");

    private SyntheticReportText() {}

    static void print(Report report, PrintWriter to) {
        var plan = report.plan();
        to.printf(
                Locale.ROOT,
                "%d areas of 36 patches from seed %d, %d looks of each of two S1 orbits, %d of one S2 orbit; %d areas without events%n%n",
                plan.areas(),
                plan.seed(),
                plan.s1Looks(),
                plan.s2Looks(),
                plan.undisturbed());
        to.println(
                "| alerts at the model's thresholds | kind | events | found | confirmed | days to first | to confirmed |");
        to.println("|---|---|---|---|---|---|---|");
        for (var told : report.told()) {
            told.fates()
                    .forEach(
                            (kind, fate) ->
                                    to.printf(
                                            "| %s | %s | %d | %d | %d | %s | %s |%n",
                                            told.what(),
                                            lower(kind),
                                            fate.events(),
                                            fate.found(),
                                            fate.confirmed(),
                                            days(fate.daysToFirst()),
                                            days(fate.daysToConfirmed())));
        }
        to.println();
        to.println(
                "| alerts | belong to no event | false, any state, in 100 patch-years | false confirmed in 100 patch-years |");
        to.println("|---|---|---|---|");
        for (var told : report.told()) {
            to.printf(
                    "| %s | %d | %s | %s |%n",
                    told.what(),
                    told.elsewhere(),
                    rare(told.provisional()),
                    rare(told.falseConfirmed()));
        }
        to.println();
        to.println(
                "| scores | kind | AUC | tAUC | confirmed ≤ 180 d at 5 % | gain in tAUC over the product |");
        to.println("|---|---|---|---|---|---|");
        for (var kind : report.kinds()) {
            for (var scored : kind.methods()) {
                to.printf(
                        "| %s | %s (%d cells) |", scored.what(), lower(kind.kind()), kind.cells());
                SHOWN.forEach(name -> to.printf(" %s |", text(scored.figures().get(name))));
                to.printf(" %s |%n", gain(scored.figures().get("tauc")));
            }
        }
    }

    private static String text(Figure figure) {
        return String.format(
                Locale.ROOT,
                "%.3f [%.2f, %.2f]",
                figure.value(),
                figure.interval().from(),
                figure.interval().to());
    }

    private static String gain(Figure figure) {
        return String.format(
                Locale.ROOT, "[%+.3f, %+.3f]", figure.gain().from(), figure.gain().to());
    }

    private static String days(double days) {
        return Double.isNaN(days) ? "–" : String.format(Locale.ROOT, "%.0f", days);
    }

    static String rare(RareCount rare) {
        return String.format(
                Locale.ROOT,
                "%d in %.0f: %.1f [%.1f, %.1f]",
                rare.count(),
                rare.patchYears(),
                rare.per100(),
                rare.interval().from(),
                rare.interval().to());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static ObjectNode json(Report report) {
        var json = JsonNodeFactory.instance.objectNode();
        var plan = report.plan();
        json.put("seed", plan.seed()).put("areas", plan.areas());
        json.put("undisturbedAreas", plan.undisturbed());
        json.put("s1Looks", plan.s1Looks()).put("s2Looks", plan.s2Looks());
        var kinds = json.putObject("kinds");
        for (var kind : report.kinds()) {
            var node = kinds.putObject(lower(kind.kind()));
            node.put("cells", kind.cells()).put("undisturbedCells", kind.undisturbed());
            ChangeReportJson.describe(kind.methods().get(0), node);
            List<Scored> others = kind.methods().subList(1, kind.methods().size());
            ChangeReportJson.baselines(others, node);
        }
        var ways = json.putObject("alerts");
        for (var told : report.told()) {
            var node = ways.putObject(told.name());
            node.put("what", told.what()).put("elsewhere", told.elsewhere());
            ChangeReportJson.rare(told.provisional(), node.putObject("falseAnyState"));
            ChangeReportJson.rare(told.falseConfirmed(), node.putObject("falseConfirmed"));
            told.fates().forEach((kind, fate) -> put(fate, node.putObject(lower(kind))));
        }
        return json;
    }

    private static void put(Fate fate, ObjectNode json) {
        json.put("events", fate.events()).put("found", fate.found());
        json.put("confirmed", fate.confirmed());
        ChangeReportJson.number(json, "daysToFirst", fate.daysToFirst());
        ChangeReportJson.number(json, "daysToConfirmed", fate.daysToConfirmed());
    }
}
