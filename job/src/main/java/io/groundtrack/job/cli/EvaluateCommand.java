package io.groundtrack.job.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code evaluate}: how good alerts are, held against what is known of the ground. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description =
                "Holds alerts and their lifecycle against what is known of the ground, and results against each other.",
        subcommands = {
            EvaluateChangeCommand.class,
            EvaluateLifecycleCommand.class,
            EvaluateHandoverCommand.class,
            EvaluateSamenessCommand.class,
            EvaluateSyntheticCommand.class,
            EvaluatePageCommand.class,
            CommandLine.HelpCommand.class
        })
final class EvaluateCommand implements Runnable {

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
