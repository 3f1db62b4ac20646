package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.job.quality.ChangeEvaluation;
import io.groundtrack.job.quality.ChangeEvaluation.Figure;
import io.groundtrack.job.quality.ChangeEvaluation.Found;
import io.groundtrack.job.quality.ChangeEvaluation.Interval;
import io.groundtrack.job.quality.ChangeEvaluation.Report;
import io.groundtrack.job.quality.ChangeEvaluation.Scored;
import io.groundtrack.job.quality.ReferencePoint;
import io.groundtrack.sinks.files.ResultFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate change}: the whole job over notices, held against dated reference points. */
@Command(
        name = "change",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the job over a file of notices and holds scores and alerts, cell by cell, against",
            "places whose fate is known; every baseline is reckoned in the same run."
        },
        footer = {
            "",
            "The CSV has the columns x, y (metres in the UTM zone of the tile) and date (yyyy-mm-dd;",
            "empty or NA: nothing happened).",
            "Example: groundtrack evaluate change --notices my-notices.jsonl --points my-points.csv"
        })
final class EvaluateChangeCommand implements Callable<Integer> {

    private static final List<String> SHOWN = List.of("auc", "tauc", "confirmed180", "users");

    @Option(
            names = "--notices",
            required = true,
            paramLabel = "FILE",
            description =
                    "CloudEvents with STAC Items, one a line; relative asset hrefs are relative to the file.")
    Path notices;

    @Option(
            names = "--points",
            required = true,
            paramLabel = "CSV",
            description = "Places whose fate is known.")
    Path points;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Also keep what the job wrote, as replay does.")
    Path out;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var truth = ReferencePoint.read(points);
        var lines = NoticePublisher.lines(notices, null);
        var settings =
                new TreeMap<>(
                        Map.of(
                                "pairing.horizon", "0",
                                "change.horizon", "0",
                                "notices.remember-deletes", "0"));
        settings.putAll(NoticeFolder.settings(notices));
        var options = common.options(settings);
        var folder = out != null ? out : Files.createTempDirectory("groundtrack-evaluate");
        try {
            var files = ResultFiles.in(folder);
            System.setProperty("groundtrack.log", folder.resolve("groundtrack.log").toString());
            var live = new Replay(options, this::progress).run(lines, files).live();
            var report =
                    new ChangeEvaluation(options.change(), what -> progress("scored: " + what))
                            .of(live.embeddings().values(), live.alerts(), truth);
            print(report, spec.commandLine().getOut());
        } finally {
            if (out == null) {
                delete(folder);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private void progress(String line) {
        spec.commandLine().getErr().println("evaluate: " + line);
        spec.commandLine().getErr().flush();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void print(Report report, PrintWriter to) throws IOException {
        to.printf(
                Locale.ROOT,
                "tile %s: %d labelled cells, %d disturbed; %d without a score rank last%n",
                report.tile(),
                report.cells(),
                report.disturbed(),
                report.unseen());
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
        var alerted = report.alerted();
        to.printf(
                Locale.ROOT,
                "%d live alerts hold %d of %d disturbed and %d of %d undisturbed cells; %d confirmed ones hold undisturbed cells only (%.0f patch-years in all)%n",
                alerted.alerts(),
                alerted.disturbed(),
                report.disturbed(),
                alerted.undisturbed(),
                report.cells() - report.disturbed(),
                alerted.falseConfirmed(),
                alerted.patchYears());
        if (common.json) {
            to.println(new ObjectMapper().writeValueAsString(json(report)));
        }
        to.flush();
    }

    private static void line(Scored scored, PrintWriter to) {
        to.printf("%-16s", scored.name());
        SHOWN.forEach(name -> to.printf(" %-17s", text(scored.figures().get(name))));
        to.printf(
                " %-18s %-18s%n",
                scored.first().map(EvaluateChangeCommand::text).orElse("-"),
                scored.confirmed().map(EvaluateChangeCommand::text).orElse("-"));
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
        return String.format(Locale.ROOT, "%d, %.0f d", found.cells(), found.medianDays());
    }

    private static ObjectNode json(Report report) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("tile", report.tile());
        json.put("cells", report.cells()).put("disturbed", report.disturbed());
        json.put("unseen", report.unseen());
        describe(report.product(), json);
        var baselines = json.putObject("baselines");
        for (var baseline : report.baselines()) {
            var node = baselines.putObject(baseline.name());
            describe(baseline, node);
            var gains = node.putObject("gain");
            baseline.figures().forEach((name, figure) -> put(gains.putArray(name), figure.gain()));
        }
        report.leftOut().forEach(json.putObject("leftOut")::put);
        json.putObject("alerts")
                .put("live", report.alerted().alerts())
                .put("disturbedCells", report.alerted().disturbed())
                .put("undisturbedCells", report.alerted().undisturbed())
                .put("falseConfirmed", report.alerted().falseConfirmed())
                .put("patchYears", report.alerted().patchYears());
        return json;
    }

    private static void describe(Scored scored, ObjectNode json) {
        json.put("method", scored.what());
        var intervals = JsonNodeFactory.instance.objectNode();
        for (var name : List.of("auc", "tauc", "confirmed180", "producers", "users", "first180")) {
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

    private static void number(ObjectNode json, String name, double value) {
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
