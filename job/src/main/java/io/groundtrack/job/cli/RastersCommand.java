package io.groundtrack.job.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code rasters}: what is in a raster file, and whether it is read as it should be. */
@Command(
        name = "rasters",
        mixinStandardHelpOptions = true,
        description = "Looks into raster files, and holds what is read against reference tables.",
        subcommands = {
            RastersInfoCommand.class,
            RastersCheckCommand.class,
            RastersWarpCheckCommand.class,
            RastersToCogCommand.class,
            CommandLine.HelpCommand.class
        })
final class RastersCommand implements Runnable {

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
