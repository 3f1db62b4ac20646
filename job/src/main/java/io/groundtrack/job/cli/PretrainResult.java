package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.model.pretraining.Outcome;
import io.groundtrack.model.pretraining.PretrainPlan;
import io.groundtrack.model.pretraining.heldout.HeldOutReport;

/** What {@code model pretrain --json} says. */
final class PretrainResult {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PretrainResult() {}

    static String json(PretrainPlan plan, String description, Outcome outcome) {
        var json = JSON.createObjectNode();
        json.put("name", plan.name());
        json.put("description", description);
        json.put("stepsDone", outcome.steps());
        json.put("steps", plan.options().steps());
        json.put("seconds", Math.round(outcome.seconds() * 10) / 10.0);
        json.put("log", plan.out().resolve("log.csv").toString());
        outcome.model().ifPresent(model -> json.put("model", model.toString()));
        outcome.heldOut().ifPresent(report -> json.set("heldOut", heldOut(report)));
        return json.toString();
    }

    private static ObjectNode heldOut(HeldOutReport report) {
        var json = JSON.createObjectNode();
        json.put("patches", report.patches());
        json.put("total", report.total());
        json.put("mim", report.mim());
        own(json.putObject("s1FromS1"), report.s1FromS1());
        own(json.putObject("s2FromS2"), report.s2FromS2());
        cross(json.putObject("s1FromS2"), report.s1FromS2());
        cross(json.putObject("s2FromS1"), report.s2FromS1());
        json.putObject("meanCosine")
                .put("s1", report.s1Features().meanCosine())
                .put("s2", report.s2Features().meanCosine());
        json.putObject("effectiveRank")
                .put("s1", report.s1Features().effectiveRank())
                .put("s2", report.s2Features().effectiveRank());
        json.put("beatsBaselines", report.beatsBaselines());
        return json;
    }

    private static void own(ObjectNode json, HeldOutReport.Own own) {
        json.put("model", own.model());
        put(json, "visibleMean", own.visibleMean());
    }

    private static void cross(ObjectNode json, HeldOutReport.Cross cross) {
        json.put("model", cross.model());
        put(json, "bandMean", cross.bandMean());
        json.put("shuffled", cross.shuffled());
    }

    /** JSON knows no NaN: a guess that cannot be compared is left out. */
    private static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        }
    }
}
