package io.groundtrack.model.evaluation;

import io.groundtrack.model.evaluation.experts.ExpertUse;
import io.groundtrack.model.evaluation.experts.LayerUse;
import java.util.Locale;

/** The report as a table for people: one block a task, figures by class below. */
final class EvaluationText {
    private final StringBuilder text = new StringBuilder();

    EvaluationText(EvaluationReport report) {
        head(report);
        classification(report);
        segmentation(report);
        retrieval(report);
        byClass(report);
        report.experts().ifPresent(this::experts);
    }

    private void head(EvaluationReport report) {
        EvaluationReport.Patches p = report.patches();
        line("model %s", report.modelId());
        line(
                "%d patches of %d places (seed %d): %d to fit, %d to choose by and query with, %d to"
                        + " test on and retrieve from; %d without labels; features %.1f MB",
                p.read(),
                p.places(),
                report.seed(),
                p.train(),
                p.validation(),
                p.test(),
                p.withoutLabels(),
                p.featureBytes() / 1e6);
    }

    private void classification(EvaluationReport report) {
        line("");
        line(
                "%-16s %-7s %-9s %9s %9s %9s %9s",
                "classification", "input", "probe", "AP macro", "AP micro", "F1 macro", "F1 micro");
        for (ClassificationRow row : report.classification()) {
            line(
                    "  %-14s %-7s %-9s %9s %9s %9s %9s",
                    row.features(),
                    row.input(),
                    row.probe(),
                    percent(row.scores().apMacro()),
                    percent(row.scores().apMicro()),
                    percent(row.scores().f1Macro()),
                    percent(row.scores().f1Micro()));
        }
    }

    private void segmentation(EvaluationReport report) {
        SegmentationReport segmentation = report.segmentation();
        if (segmentation.rows().isEmpty()) {
            return;
        }
        line("");
        line(
                "%-16s %-7s %-9s %9s %9s   %d patches to fit, %d to choose by, %d to test on; tokens"
                        + " %.1f MB",
                "segmentation",
                "input",
                "epochs",
                "mIoU",
                "accuracy",
                segmentation.train(),
                segmentation.validation(),
                segmentation.test(),
                segmentation.tokenBytes() / 1e6);
        for (SegmentationRow row : segmentation.rows()) {
            line(
                    "  %-14s %-7s %-9s %9s %9s",
                    row.features(),
                    row.input(),
                    row.epochs() == 0 ? "-" : row.epochs(),
                    percent(row.confusion().meanIou()),
                    percent(row.confusion().pixelAccuracy()));
        }
    }

    private void retrieval(EvaluationReport report) {
        line("");
        String at = "@" + report.k();
        line(
                "%-16s %-7s %-9s %9s %9s %9s %9s %9s",
                "retrieval", "", "", "P" + at, "R" + at, "F1" + at, "mAP" + at, "relevant");
        for (RetrievalRow row : report.retrieval()) {
            line(
                    "  %-14s %-7s %-9s %9s %9s %9s %9s %9s",
                    row.features(),
                    row.direction(),
                    "",
                    percent(row.scores().precision()),
                    percent(row.scores().recall()),
                    percent(row.scores().f1()),
                    percent(row.scores().meanAveragePrecision()),
                    percent(row.scores().relevantPrecision()));
        }
    }

    /** The best informed heads of the model, class by class. */
    private void byClass(EvaluationReport report) {
        ClassificationRow probe = null;
        for (ClassificationRow row : report.classification()) {
            if (row.features().equals(Features.MODEL.key())
                    && row.input().equals(Input.BOTH.key())
                    && row.probe().equals("logistic")) {
                probe = row;
            }
        }
        double[] iou = null;
        for (SegmentationRow row : report.segmentation().rows()) {
            if (row.features().equals(Features.MODEL.key())
                    && row.input().equals(Input.BOTH.key())) {
                iou = row.confusion().iou();
            }
        }
        if (probe == null) {
            return;
        }
        line("");
        line("%-50s %9s %9s %9s", "by class (model, s1+s2, logistic)", "AP", "F1", "IoU");
        for (int k = 0; k < report.classes().size(); k++) {
            double ap = probe.scores().apPerClass()[k];
            boolean segmented = iou != null && !Double.isNaN(iou[k]);
            if (!Double.isNaN(ap) || segmented) {
                String name = report.classes().get(k);
                line(
                        "  %-48s %9s %9s %9s",
                        name.length() > 48 ? name.substring(0, 47) + "…" : name,
                        percent(ap),
                        percent(probe.scores().f1PerClass()[k]),
                        iou == null ? "-" : percent(iou[k]));
            }
        }
    }

    private void experts(ExpertUse experts) {
        line("");
        line(
                "%-16s %-13s %9s %9s %9s   %s",
                "experts", "layer", "use", "token", "class", "mean weight of each expert");
        experts.layers().forEach(this::layer);
        experts.sensorInformation()
                .forEach(
                        (layer, value) ->
                                line("  what the sensor tells in %s: %.4f", layer, value));
    }

    private void layer(LayerUse use) {
        var means = new StringBuilder();
        for (double mean : use.mean()) {
            means.append(String.format(Locale.ROOT, " %.3f", mean));
        }
        line(
                "  %-14s %-13s %9.4f %9.4f %9.4f  %s",
                use.sensor(),
                use.layer(),
                use.useEntropy(),
                use.tokenEntropy(),
                use.classInformation(),
                means);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }

    private static String percent(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", 100 * value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
