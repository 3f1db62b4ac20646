package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.model.curves.Curves;
import io.groundtrack.model.curves.RunLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code model curves}: draws the logs of pretraining. */
@Command(
        name = "curves",
        mixinStandardHelpOptions = true,
        description = "Draws the logs of one or several runs of `model pretrain` as one SVG.")
final class ModelCurvesCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..5",
            paramLabel = "[NAME=]FILE",
            description = "A run's log.csv; its name is that of its folder unless one is given.")
    List<String> logs;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The SVG to write.")
    Path out;

    @Option(names = "--json", description = "One JSON object as the last line of stdout.")
    boolean json;

    @Option(names = "--verbose", description = "Show stack traces.")
    boolean verbose;

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var svg = Curves.svg(logs.stream().map(ModelCurvesCommand::read).toList());
        var folder = out.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "--out: " + folder + " is missing (expected: a folder)");
        }
        Files.write(out, svg.getBytes(StandardCharsets.UTF_8));
        var result = spec.commandLine().getOut();
        result.println(
                json
                        ? new ObjectMapper()
                                .createObjectNode()
                                .put("svg", out.toString())
                                .put("runs", logs.size())
                                .toString()
                        : "wrote " + out + " (" + logs.size() + " runs)");
        result.flush();
        return 0;
    }

    private static RunLog read(String argument) {
        int equals = argument.indexOf('=');
        var file = Path.of(argument.substring(equals + 1));
        var folder = file.toAbsolutePath().normalize().getParent();
        return RunLog.read(
                equals >= 0 ? argument.substring(0, equals) : folder.getFileName().toString(),
                file);
    }
}
