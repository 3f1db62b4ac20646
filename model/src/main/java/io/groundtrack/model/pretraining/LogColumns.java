package io.groundtrack.model.pretraining;

import io.groundtrack.model.pretraining.heldout.Collapse;
import io.groundtrack.model.pretraining.heldout.HeldOutReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns of {@code log.csv}, and how a step fills them. */
final class LogColumns {
    private static final String SCALE = "scale ";
    private static final HeldOutReport NOTHING =
            new HeldOutReport(
                    0,
                    0,
                    0,
                    new HeldOutReport.Own(0, 0),
                    new HeldOutReport.Own(0, 0),
                    new HeldOutReport.Cross(0, 0, 0),
                    new HeldOutReport.Cross(0, 0, 0),
                    new Collapse(0, 0),
                    new Collapse(0, 0));

    private LogColumns() {}

    /** All columns but the step; those of held-out patches are filled where they were measured. */
    static List<String> of(Collection<String> softMoeLayers) {
        var columns =
                new ArrayList<>(
                        List.of(
                                "epoch",
                                "lr",
                                "total",
                                "s1FromS1",
                                "s2FromS2",
                                "s1FromS2",
                                "s2FromS1",
                                "mim",
                                "gradientNorm",
                                "patchesPerSecond"));
        columns.addAll(NOTHING.columns().keySet());
        softMoeLayers.forEach(layer -> columns.add(SCALE + layer));
        return columns;
    }

    static Map<String, Number> row(StepReport report) {
        var row = new LinkedHashMap<String, Number>();
        row.put("epoch", report.epoch());
        row.put("lr", report.learningRate());
        row.put("total", report.total());
        row.put("s1FromS1", report.s1FromS1());
        row.put("s2FromS2", report.s2FromS2());
        row.put("s1FromS2", report.s1FromS2());
        row.put("s2FromS1", report.s2FromS1());
        row.put("mim", report.mim());
        row.put("gradientNorm", report.gradientNorm());
        row.put("patchesPerSecond", Math.round(report.patchesPerSecond() * 10) / 10.0);
        report.scales().forEach((layer, scale) -> row.put(SCALE + layer, scale));
        return row;
    }
}
