package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.job.embedded.Demo;
import io.groundtrack.job.embedded.TruthMatch;
import io.groundtrack.sinks.files.ResultFiles;
import io.groundtrack.testing.landscape.Landscape;
import io.groundtrack.testing.landscape.LandscapeOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}: the embedded default, with a landscape whose truth is known. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the whole system in one process, on a small synthetic archive with planted events.",
            "Starts Kafka, Flink and the model, writes the archive as Sentinel-1 and Sentinel-2 COGs, publishes its notices and prints the alerts against the truth. Stays up until Ctrl-C."
        })
final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/demo",
            description = "Folder for the archive and the results (default: ${DEFAULT-VALUE}).")
    Path out;

    @Option(names = "--exit", description = "End when the archive is through.")
    boolean exit;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        long start = System.nanoTime();
        var files = ResultFiles.in(out);
        System.setProperty("groundtrack.log", out.resolve("groundtrack.log").toString());
        var archive = Demo.archiveIn(out).toAbsolutePath().normalize().toString();
        var options =
                common.options(
                        Map.of(
                                "assets.base",
                                archive,
                                "change.horizon",
                                "0",
                                "pairing.horizon",
                                "0"));
        var err = spec.commandLine().getErr();
        var landscape = Landscape.of(LandscapeOptions.demo());
        var demo = new Demo(landscape, options, files, line -> err.println(clock(start) + line));
        try (demo) {
            var result = demo.run();
            var output = spec.commandLine().getOut();
            if (!common.json) {
                table(output, result.match());
                output.printf(
                        Locale.ROOT,
                        "%nAll through after %.1f s. Results: %s%n",
                        seconds(start),
                        out.toAbsolutePath().normalize());
                next(output, demo);
            } else {
                output.println(new ObjectMapper().writeValueAsString(result.summary().json()));
            }
            output.flush();
            if (!exit) {
                err.println("Ctrl-C ends it.");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(demo, err)));
                demo.await();
            }
            return result.summary().openSums().isEmpty() ? 0 : 1;
        }
    }

    private static void table(PrintWriter output, TruthMatch match) {
        output.println();
        output.println("Planted events and the first alert of each:");
        output.printf(
                "  %-10s %-10s %6s   %-12s %-10s %8s %6s  %s%n",
                "event", "date", "ha", "alert", "first seen", "after", "ha", "seen by");
        for (var found : match.events()) {
            var event = found.event();
            output.printf(
                    Locale.ROOT,
                    "  %-10s %-10s %6.1f   ",
                    event.kind().name().toLowerCase(Locale.ROOT),
                    day(event.date()),
                    event.hectares());
            if (found.alert().isEmpty()) {
                output.println("missed");
                continue;
            }
            var alert = found.alert().get();
            var seenBy =
                    alert.getEvidence().stream()
                            .map(e -> e.getSensor() + "/" + e.getRelativeOrbit())
                            .sorted()
                            .distinct()
                            .toList();
            output.printf(
                    Locale.ROOT,
                    "%-12s %-10s %6d d %6.1f  %s%n",
                    alert.getState().name().toLowerCase(Locale.ROOT),
                    day(alert.getFirst()),
                    Duration.between(event.date(), alert.getFirst()).toDays(),
                    alert.getAreaHectares(),
                    String.join(", ", seenBy));
        }
        output.printf(
                "  %d of %d found; alerts elsewhere: %d%n",
                match.foundCount(), match.events().size(), match.elsewhere().size());
        match.elsewhere()
                .forEach(
                        alert ->
                                output.println(
                                        "  elsewhere: "
                                                + alert.getId()
                                                + " "
                                                + alert.getState()
                                                        .name()
                                                        .toLowerCase(Locale.ROOT)));
    }

    private void next(PrintWriter output, Demo demo) {
        output.println();
        output.println("  alerts on a map     " + out.resolve("alerts.geojson"));
        output.println("  what was planted    " + out.resolve("archive/truth.geojson"));
        output.println("  counts and hash     " + out.resolve("summary.json"));
        if (!exit) {
            output.println("  the job, running    " + demo.webAddress());
            output.println(
                    "  Kafka               "
                            + demo.brokerAddress()
                            + "  (topics changes, classifications, embeddings, ...)");
        }
        output.println();
        output.println("Try next, the same archive in another order, the same result:");
        output.println(
                "  ./groundtrack replay --notices "
                        + out.resolve("archive/notices.jsonl")
                        + " --out out/again --shuffle 1");
    }

    /** On Ctrl-C. */
    private static void end(Demo demo, PrintWriter err) {
        demo.close();
        err.println("Ended.");
        err.flush();
    }

    private static LocalDate day(Instant time) {
        return time.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static String clock(long start) {
        return String.format(Locale.ROOT, "%5.1f s  ", seconds(start));
    }
}
