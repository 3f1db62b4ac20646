package io.groundtrack.job.cli;

import io.groundtrack.job.options.OptionsPage;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code options}: every option of the job, as docs/configuration.md has them. */
@Command(
        name = "options",
        mixinStandardHelpOptions = true,
        description = "Prints every option of the job: meaning, range, default.")
final class OptionsCommand implements Callable<Integer> {

    @Option(names = "--markdown", description = "As docs/configuration.md (the default).")
    boolean markdown;

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(OptionsPage.markdown());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
