package io.groundtrack.job.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ingest}: the doors through which notices come. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = {
            "Takes notices from where they are and puts them where the job reads them.",
            "A notice may come twice, in any order and through several doors: the job tells repeats."
        },
        subcommands = {
            IngestCdseCommand.class,
            IngestSnsCommand.class,
            IngestStacCommand.class,
            IngestFolderCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {"", "How each is set up: docs/ingest.md"})
final class IngestCommand implements Runnable {

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
