package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.job.quality.ChangeEvaluation.Alerted;
import io.groundtrack.job.quality.ChangeEvaluation.Days;
import io.groundtrack.job.quality.ChangeEvaluation.Figure;
import io.groundtrack.job.quality.ChangeEvaluation.Found;
import io.groundtrack.job.quality.ChangeEvaluation.Interval;
import io.groundtrack.job.quality.ChangeEvaluation.Report;
import io.groundtrack.job.quality.ChangeEvaluation.Scored;
import io.groundtrack.job.quality.RareCount;
import java.util.List;
import java.util.Map;

/** An evaluation of change as JSON; what is not known is null. */
final class ChangeReportJson {

    private static final List<String> FIGURES =
            List.of("auc", "tauc", "confirmed180", "producers", "users", "first180");

    private ChangeReportJson() {}

    static ObjectNode of(Report report) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("tile", report.tile());
        json.put("cells", report.cells()).put("disturbed", report.disturbed());
        json.put("unseen", report.unseen()).put("outside", report.outside());
        describe(report.product(), json);
        baselines(report.baselines(), json);
        report.leftOut().forEach(json.putObject("leftOut")::put);
        report.sketch()
                .ifPresent(
                        sketch -> {
                            var node = json.putObject("sketch");
                            node.put("helps", sketch.helps());
                            gains(sketch.gains(), node.putObject("gain"));
                        });
        describe(report.alerted(), json.putObject("alerts"));
        return json;
    }

    /** The baselines by name, each with the fields of the product and its gain over it. */
    static void baselines(List<Scored> all, ObjectNode json) {
        var baselines = json.putObject("baselines");
        for (var baseline : all) {
            var node = baselines.putObject(baseline.name());
            describe(baseline, node);
            gains(baseline.figures(), node.putObject("gain"));
        }
    }

    private static void gains(Map<String, Figure> figures, ObjectNode json) {
        figures.forEach((name, figure) -> put(json.putArray(name), figure.gain()));
    }

    private static void describe(Alerted alerted, ObjectNode json) {
        json.put("live", alerted.alerts()).put("confirmed", alerted.confirmedAlerts());
        json.put("disturbedCells", alerted.disturbed());
        json.put("undisturbedCells", alerted.undisturbed());
        json.put("patchYears", alerted.patchYears());
        figure(json, "producers", alerted.producers());
        figure(json, "users", alerted.users());
        days(alerted.first(), json.putObject("first"));
        days(alerted.confirmed(), json.putObject("confirmedDates"));
        rare(alerted.falseConfirmed(), json.putObject("falseConfirmed"));
    }

    static void rare(RareCount rare, ObjectNode json) {
        json.put("count", rare.count()).put("patchYears", rare.patchYears());
        number(json, "per100PatchYears", rare.per100());
        put(json.putArray("interval"), rare.interval());
    }

    private static void figure(ObjectNode json, String name, Figure figure) {
        var node = json.putObject(name);
        number(node, "value", figure.value());
        put(node.putArray("interval"), figure.interval());
    }

    static void days(Days days, ObjectNode json) {
        json.put("cells", days.cells());
        number(json, "medianDays", days.median());
    }

    static void describe(Scored scored, ObjectNode json) {
        json.put("method", scored.what());
        var intervals = JsonNodeFactory.instance.objectNode();
        for (var name : FIGURES) {
            var figure = scored.figures().get(name);
            if (figure == null) {
                json.putNull(name);
                intervals.putNull(name);
            } else {
                number(json, name, figure.value());
                put(intervals.putArray(name), figure.interval());
            }
        }
        json.set("intervals", intervals);
        scored.first().ifPresent(found -> describe(found, json.putObject("first")));
        scored.confirmed().ifPresent(found -> describe(found, json.putObject("confirmed")));
    }

    private static void describe(Found found, ObjectNode json) {
        number(json, "threshold", found.threshold());
        json.put("cells", found.cells());
        number(json, "medianDays", found.medianDays());
    }

    static void number(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.putNull(name);
        }
    }

    private static void put(ArrayNode array, Interval bounds) {
        for (double bound : new double[] {bounds.from(), bounds.to()}) {
            if (Double.isFinite(bound)) {
                array.add(bound);
            } else {
                array.addNull();
            }
        }
    }
}
