package io.groundtrack.job.cli;

import java.io.IOException;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The one door: {@code ./groundtrack COMMAND}. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "groundtrack",
        mixinStandardHelpOptions = true,
        versionProvider = Groundtrack.Version.class,
        description = "Near-real-time satellite monitoring: Sentinel granules in, alerts out.",
        subcommands = {
            DemoCommand.class,
            ReplayCommand.class,
            RunCommand.class,
            CompletenessCommand.class,
            IngestCommand.class,
            ModelCommand.class,
            OptionsCommand.class,
            PatchesCommand.class,
            RastersCommand.class,
            BenchCommand.class,
            EvaluateCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "Start here: groundtrack demo",
            "Then:       groundtrack replay --notices FILE --out DIR",
            "Options of the job: docs/configuration.md"
        })
public final class Groundtrack implements Runnable {

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Groundtrack())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(Groundtrack::wrongUsage)
                .setExecutionExceptionHandler(new FailureMessage());
    }

    /** One line says what is wrong, one where help is: the whole help would push both away. */
    private static int wrongUsage(CommandLine.ParameterException wrong, String[] args) {
        var command = wrong.getCommandLine();
        var err = command.getErr();
        err.println("groundtrack: " + wrong.getMessage().replaceFirst("^Error: ", ""));
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Help: " + command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Version of the build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            var properties = new Properties();
            try (var in =
                    Version.class.getResourceAsStream("/io/groundtrack/job/version.properties")) {
                properties.load(in);
            }
            return new String[] {"groundtrack " + properties.getProperty("version")};
        }
    }
}
