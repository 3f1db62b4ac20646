package io.groundtrack.job.cli;

import io.groundtrack.job.quality.ChangeEvaluation.Days;
import io.groundtrack.job.quality.ChangeEvaluation.Figure;
import io.groundtrack.job.quality.ChangeEvaluation.Found;
import io.groundtrack.job.quality.ChangeEvaluation.Report;
import io.groundtrack.job.quality.ChangeEvaluation.Scored;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** An evaluation of change as a table for people: in report → out lines. */
final class ChangeReportText {

    private static final List<String> SHOWN =
            List.of("auc", "tauc", "confirmed180", "producers", "users");

    private ChangeReportText() {}

    static void print(Report report, PrintWriter to) {
        to.printf(
                Locale.ROOT,
                "tile %s: %d labelled cells, %d disturbed; %d without a score rank last%n",
                report.tile(),
                report.cells(),
                report.disturbed(),
                report.unseen());
        if (report.outside() > 0) {
            to.printf("%d points outside the tile are left out%n", report.outside());
        }
        to.printf("%-16s", "");
        SHOWN.forEach(name -> to.printf(" %-17s", name));
        to.printf(" %-18s %-18s%n", "first (cells, days)", "confirmed");
        line(report.product(), to);
        report.baselines().forEach(baseline -> line(baseline, to));
        report.leftOut().forEach((name, why) -> to.printf("%-16s %s%n", name, why));
        to.println("gain over the product, paired, 95 %");
        for (var baseline : report.baselines()) {
            to.printf("%-16s", baseline.name());
            SHOWN.forEach(name -> to.printf(" %-17s", gain(baseline.figures().get(name))));
            to.println();
        }
        report.sketch()
                .ifPresent(
                        sketch ->
                                to.printf(
                                        "the sketch beside the product's numbers: AUC %s, tAUC %s: %s%n",
                                        gain(sketch.gains().get("auc")),
                                        gain(sketch.gains().get("tauc")),
                                        sketch.helps()
                                                ? "a gain"
                                                : "no gain shown, so its weight stays 0"));
        alerts(report, to);
    }

    private static void alerts(Report report, PrintWriter to) {
        var alerted = report.alerted();
        to.printf(
                Locale.ROOT,
                "at the product's thresholds: %d live alerts, %d of them confirmed, in %.0f patch-years; they hold %d of %d disturbed and %d of %d undisturbed cells%n",
                alerted.alerts(),
                alerted.confirmedAlerts(),
                alerted.patchYears(),
                alerted.disturbed(),
                report.disturbed(),
                alerted.undisturbed(),
                report.cells() - report.disturbed());
        to.printf(
                "producer's accuracy %s, user's %s; first %s, confirmed %s%n",
                text(alerted.producers()),
                text(alerted.users()),
                text(alerted.first()),
                text(alerted.confirmed()));
        var wrong = alerted.falseConfirmed();
        to.printf(
                Locale.ROOT,
                "false confirmed alerts: %d in %.1f patch-years of labelled undisturbed ground, %.1f [%.1f, %.1f] in 100%n",
                wrong.count(),
                wrong.patchYears(),
                wrong.per100(),
                wrong.interval().from(),
                wrong.interval().to());
    }

    private static void line(Scored scored, PrintWriter to) {
        to.printf("%-16s", scored.name());
        SHOWN.forEach(name -> to.printf(" %-17s", text(scored.figures().get(name))));
        to.printf(
                " %-18s %-18s%n",
                scored.first().map(ChangeReportText::text).orElse("-"),
                scored.confirmed().map(ChangeReportText::text).orElse("-"));
    }

    private static String text(Figure figure) {
        return figure == null
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.3f [%.2f, %.2f]",
                        figure.value(),
                        figure.interval().from(),
                        figure.interval().to());
    }

    private static String gain(Figure figure) {
        return figure == null
                ? "-"
                : String.format(
                        Locale.ROOT, "[%+.3f, %+.3f]", figure.gain().from(), figure.gain().to());
    }

    private static String text(Found found) {
        return text(new Days(found.cells(), found.medianDays()));
    }

    private static String text(Days days) {
        return days.cells() == 0
                ? "0"
                : String.format(Locale.ROOT, "%d, %.0f d", days.cells(), days.median());
    }
}
