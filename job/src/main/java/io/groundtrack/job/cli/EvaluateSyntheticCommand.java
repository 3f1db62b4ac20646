package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.ingest.cutting.CutOptions;
import io.groundtrack.job.ModelFacts;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.quality.SyntheticEvaluation;
import io.groundtrack.job.quality.SyntheticEvaluation.Plan;
import io.groundtrack.job.quality.SyntheticEvaluation.Report;
import io.groundtrack.operators.change.Thresholds;
import io.groundtrack.operators.embedding.SharedModel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate synthetic}: scores and alerts over planted events, by kind of event. */
@Command(
        name = "synthetic",
        mixinStandardHelpOptions = true,
        description = {
            "Holds scores and alerts against events planted in synthetic landscapes, by kind of",
            "event: Sentinel-1 alone, Sentinel-2 alone, both in one lifecycle; and counts false",
            "alerts where nothing was planted."
        },
        footer = {"", "Example: groundtrack evaluate synthetic --areas 4 --years 2"})
final class EvaluateSyntheticCommand implements Callable<Integer> {

    /** Looks of each orbit in a year of the landscape. */
    private static final int S1_LOOKS = 30;

    private static final int S2_LOOKS = 36;

    @Option(
            names = "--seed",
            defaultValue = "501",
            paramLabel = "N",
            description = "Seed of the first area (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--areas",
            defaultValue = "10",
            paramLabel = "N",
            description =
                    "Areas of 6 x 6 patches with four events each, and half as many without (default: ${DEFAULT-VALUE}).")
    int areas;

    @Option(
            names = "--years",
            defaultValue = "1",
            paramLabel = "N",
            description = "Years of looks; events come at two thirds (default: ${DEFAULT-VALUE}).")
    int years;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (areas < 1 || areas > 1_000 || years < 1 || years > 10) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--areas %d --years %d (expected: 1 to 1000 and 1 to 10)"
                            .formatted(areas, years));
        }
        var report = run(common.options(Map.of()), seed, areas, years, this::progress);
        var out = spec.commandLine().getOut();
        SyntheticReportText.print(report, out);
        if (common.json) {
            out.println(new ObjectMapper().writeValueAsString(SyntheticReportText.json(report)));
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    static Report run(
            MonitoringOptions options, long seed, int areas, int years, Consumer<String> progress) {
        return new SyntheticEvaluation(
                        options.change(),
                        thresholds(options),
                        options.get(CutOptions.MIN_CLEAR),
                        progress)
                .of(new Plan(seed, areas, (areas + 1) / 2, S1_LOOKS * years, S2_LOOKS * years));
    }

    private static Thresholds thresholds(MonitoringOptions options) {
        try (var model = SharedModel.acquire(options.embedding().on(Optional.empty()))) {
            return ModelFacts.of(model.model()).thresholds();
        }
    }

    private void progress(String line) {
        spec.commandLine().getErr().println("evaluate: " + line);
        spec.commandLine().getErr().flush();
    }
}
