package io.groundtrack.job.cli;

import io.groundtrack.job.options.Options;
import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.model.evaluation.Evaluation;
import io.groundtrack.model.evaluation.EvaluationOptions;
import io.groundtrack.model.evaluation.EvaluationReport;
import io.groundtrack.model.evaluation.MetricsCheck;
import io.groundtrack.model.evaluation.experts.ExpertHeatMap;
import io.groundtrack.model.evaluation.experts.ExpertUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code model evaluate}: what a model's features are worth on labelled patches. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Says what a model's features are worth on labelled patches.",
            "Linear probes, segmentation, retrieval in four directions, and which experts serve what; each beside chance and raw bands."
        })
final class ModelEvaluateCommand implements Callable<Integer> {

    /** What to do: evaluate on patches, or hold the metrics against a file. */
    static final class What {

        @Option(
                names = "--patches",
                paramLabel = "DIR",
                required = true,
                description = "Folder of labelled patches; repeatable.")
        List<Path> patches;

        @Option(
                names = "--check-metrics",
                paramLabel = "FILE",
                required = true,
                description =
                        "Instead, reckon the figures of a metrics.json from its inputs and compare; 1 if one differs.")
        Path metrics;
    }

    @ArgGroup(exclusive = true, multiplicity = "1")
    What what;

    @Option(
            names = "--model",
            paramLabel = "PRESET|DIR",
            description = "Model (default: the option model.path).")
    String model;

    @Option(
            names = "--k",
            defaultValue = "10",
            description = "Patches retrieved for a query (default: ${DEFAULT-VALUE}).")
    int k;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description =
                    "Of the split by place, of the order of rows, of random features (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--segmentation-patches",
            paramLabel = "N",
            defaultValue = "500",
            description =
                    "Most patches to fit the segmentation head on; 0: none (default: ${DEFAULT-VALUE}).")
    int segmentationPatches;

    @Option(
            names = "--specialisation",
            paramLabel = "DIR",
            description = "Write which experts serve what, as experts.svg and experts.json.")
    Path specialisation;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return what.metrics != null ? checkMetrics() : evaluate();
    }

    private int evaluate() throws IOException {
        var set = common.options(Map.of());
        String name = model == null ? set.get(Options.MODEL_PATH) : model;
        var modelOptions =
                new ModelOptions(
                        set.get(Options.EMBED_BATCH), set.get(Options.MODEL_THREADS), "cpu");
        var usual = EvaluationOptions.defaults(k, seed);
        var options =
                new EvaluationOptions(
                        k,
                        seed,
                        usual.testShare(),
                        usual.validationShare(),
                        segmentationPatches,
                        usual.routingPatches(),
                        usual.probe(),
                        usual.segmentation());
        if (specialisation != null) {
            prepare(specialisation);
        }
        EvaluationReport report;
        try (var opened = EmbeddingModel.open(name, modelOptions)) {
            // experts first: a model without any is refused before the long part
            Optional<ExpertUse> experts =
                    specialisation == null
                            ? Optional.empty()
                            : Optional.of(experts(name, opened, modelOptions, options));
            report =
                    Evaluation.run(opened, what.patches, options, this::progress)
                            .withExperts(experts);
        }
        say(report.toText());
        if (common.json) {
            say(report.toJson() + "\n");
        }
        return CommandLine.ExitCode.OK;
    }

    private ExpertUse experts(
            String name,
            EmbeddingModel opened,
            ModelOptions modelOptions,
            EvaluationOptions options)
            throws IOException {
        ExpertUse use =
                Evaluation.experts(
                        name, opened, modelOptions, what.patches, options, this::progress);
        write("experts.svg", ExpertHeatMap.svg(use));
        write("experts.json", use.toJson() + "\n");
        return use;
    }

    /** Said before the work rather than after it. */
    private static void prepare(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException(
                    "--specialisation " + folder + ": not writable (expected: a folder)", e);
        }
    }

    private void write(String name, String content) throws IOException {
        Path file = specialisation.resolve(name);
        Files.writeString(file, content);
        progress("wrote " + file);
    }

    private int checkMetrics() throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(what.metrics);
        } catch (IOException e) {
            throw new IOException(
                    "--check-metrics " + what.metrics + ": cannot be read (expected: a file)", e);
        }
        List<MetricsCheck.Line> lines = MetricsCheck.lines(what.metrics.toString(), bytes);
        long failed = lines.stream().filter(line -> !line.passes()).count();
        for (MetricsCheck.Line line : lines) {
            say(
                    String.format(
                            Locale.ROOT,
                            "%-4s %-55s expected %-20s found %-20s%s%n",
                            line.passes() ? "pass" : "FAIL",
                            line.name(),
                            line.expected(),
                            line.found(),
                            line.known() ? "" : " (not a figure we reckon)"));
        }
        double worst =
                lines.stream().mapToDouble(MetricsCheck.Line::difference).max().orElse(Double.NaN);
        say(
                String.format(
                        Locale.ROOT,
                        "%d figures compared, %d failed, largest difference %.1e (tolerance %.0e)%n",
                        lines.size(),
                        failed,
                        worst,
                        MetricsCheck.TOLERANCE));
        if (common.json) {
            say(
                    String.format(
                            Locale.ROOT,
                            "{\"compared\":%d,\"failed\":%d,\"largestDifference\":%s}%n",
                            lines.size(),
                            failed,
                            Double.isNaN(worst) ? "null" : Double.toString(worst)));
        }
        return failed == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void say(String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }

    private void progress(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }
}
