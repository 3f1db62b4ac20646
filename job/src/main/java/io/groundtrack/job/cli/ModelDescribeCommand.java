package io.groundtrack.job.cli;

import io.groundtrack.model.CheckpointId;
import io.groundtrack.model.cost.DescribedModel;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code model describe}: sizes and costs of a preset, a checkpoint or a folder of reference
 * numbers, before anything of it is loaded.
 */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description = {
            "Prints parameters, multiply-adds and memory of a model.",
            "They are counted on the built network and by formula; fails where the two differ. Weights are not loaded."
        })
final class ModelDescribeCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "PRESET|DIR",
            description = {
                "csmoe- or csmae- with nano, tiny, small, base or large (-secd, -cesd, -cecd for the other variants),",
                "or a folder with config.json."
            })
    String model;

    @Option(
            names = "--batch",
            defaultValue = "32",
            description = "Patches a batch, for the memory (default: ${DEFAULT-VALUE}).")
    int batch;

    @Option(names = "--json", description = "One JSON object as the last line of stdout.")
    boolean json;

    @Option(names = "--verbose", description = "Show stack traces.")
    boolean verbose;

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (batch < 1 || batch > 4096) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--batch: " + batch + " (expected: 1 to 4096)");
        }
        var described = DescribedModel.of(model);
        var modelId = described.isCheckpoint() ? CheckpointId.of(Path.of(model)) : null;
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(described.json(modelId, batch));
        } else {
            out.println(modelId == null ? described.name() : modelId);
            out.println(described.text(batch));
        }
        out.flush();
        return 0;
    }
}
