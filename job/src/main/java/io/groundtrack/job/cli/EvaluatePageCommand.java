package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.job.quality.LifecycleEvaluation;
import io.groundtrack.job.quality.LifecycleEvaluation.Told;
import io.groundtrack.operators.change.ScoredPlaces.State;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate page}: all evaluations in one page, with its map. */
@Command(
        name = "page",
        mixinStandardHelpOptions = true,
        description = {
            "Runs evaluate change, lifecycle and synthetic (one year and two) and writes what they",
            "say into one page, docs/change-quality.md by default, with the map beside it."
        },
        footer = {
            "",
            "Example: groundtrack evaluate page --notices my-notices.jsonl --points my-points.csv --products my-products"
        })
final class EvaluatePageCommand implements Callable<Integer> {

    private static final String TEXT = "change-quality.md";
    private static final long SEED = 501;
    private static final double LOW = 2.5;
    private static final double HIGH = 4.5;

    @Option(
            names = "--notices",
            required = true,
            paramLabel = "FILE",
            description = "As for evaluate change.")
    Path notices;

    @Option(
            names = "--points",
            required = true,
            paramLabel = "CSV",
            description = "As for evaluate change.")
    Path points;

    @Option(
            names = "--products",
            required = true,
            paramLabel = "DIR",
            description = "As for evaluate lifecycle.")
    Path products;

    @Option(
            names = "--areas",
            defaultValue = "10",
            paramLabel = "N",
            description = "As for evaluate synthetic (default: ${DEFAULT-VALUE}).")
    int areas;

    @Option(
            names = "--page",
            defaultValue = "docs/change-quality.md",
            paramLabel = "FILE",
            description = "Where the page goes (default: ${DEFAULT-VALUE}).")
    Path page;

    @Option(
            names = "--picture",
            defaultValue = "docs/pictures/alerts-over-truth.svg",
            paramLabel = "SVG",
            description = "Where its map goes (default: ${DEFAULT-VALUE}).")
    Path picture;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var options = common.options(Map.of());
        var parts = new LinkedHashMap<String, String>();
        var lifecycle = new LifecycleEvaluation(LOW, HIGH, options.change()).run(products);
        parts.put("lifecycle", text(out -> EvaluateLifecycleCommand.print(lifecycle, out)));
        parts.put("apart", confirmations(lifecycle.apart()));
        parts.put("pooled", confirmations(lifecycle.pooled()));
        progress("lifecycle done");
        var truth = TruthRun.of(notices, points, null, common, this::progress);
        parts.put("truth", text(out -> ChangeReportText.print(truth.report(), out)));
        parts.put("sketch", sketch(truth));
        for (int years = 1; years <= 2; years++) {
            var report = EvaluateSyntheticCommand.run(options, SEED, areas, years, this::progress);
            parts.put("synthetic" + years, text(out -> SyntheticReportText.print(report, out)));
        }
        Files.createDirectories(page.toAbsolutePath().getParent());
        Files.createDirectories(picture.toAbsolutePath().getParent());
        Files.writeString(picture, truth.map());
        parts.put(
                "map",
                page.toAbsolutePath()
                        .getParent()
                        .relativize(picture.toAbsolutePath())
                        .toString()
                        .replace('\\', '/'));
        Files.writeString(page, filled(parts));
        var out = spec.commandLine().getOut();
        out.println(page + " and " + picture + " written");
        if (common.json) {
            out.println(
                    new ObjectMapper()
                            .writeValueAsString(
                                    Map.of(
                                            "page",
                                            page.toString(),
                                            "picture",
                                            picture.toString())));
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    /** The fixed text with the parts in their places. */
    static String filled(Map<String, String> parts) throws IOException {
        var page = fixedText();
        for (var part : parts.entrySet()) {
            page = page.replace("{{" + part.getKey() + "}}", part.getValue());
        }
        return page;
    }

    /** What the page says whatever is measured. */
    static String fixedText() throws IOException {
        try (var in = EvaluatePageCommand.class.getResourceAsStream(TEXT)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String text(Consumer<PrintWriter> printing) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        printing.accept(out);
        out.flush();
        return text.toString().replaceAll("[ \\t]+(?=\\R)", "").stripTrailing();
    }

    private static String confirmations(Told told) {
        var last = told.looks().get(told.looks().size() - 1);
        if (told.histories().isEmpty()) {
            return "no pixel is confirmed in the end";
        }
        var most = told.histories().get(0);
        return String.format(
                Locale.ROOT,
                "%d pixels are confirmed in the end; most of them, %d, are first on %s, provisional on %s and confirmed on %s",
                last.count(State.CONFIRMED).pixels(),
                most.pixels(),
                most.first(),
                most.provisional(),
                most.confirmed());
    }

    private static String sketch(TruthRun truth) {
        return truth.report()
                .sketch()
                .map(
                        sketch ->
                                sketch.helps()
                                        ? "gains, with an interval that excludes 0"
                                        : "shows no gain: its interval does not lie above 0")
                .orElse("was not made by this model");
    }

    private void progress(String line) {
        spec.commandLine().getErr().println("evaluate: " + line);
        spec.commandLine().getErr().flush();
    }
}
