package io.groundtrack.job.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ingest cdse}: the doors of the Copernicus Data Space. */
@Command(
        name = "cdse",
        mixinStandardHelpOptions = true,
        description = {
            "Takes what the Copernicus Data Space says: its subscriptions push, its catalogue is asked.",
            "A push is tried three times and then lost, so a poll beside it fills the gaps."
        },
        subcommands = {
            IngestCdsePushCommand.class,
            IngestCdsePollCommand.class,
            CommandLine.HelpCommand.class
        })
final class IngestCdseCommand implements Runnable {

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
