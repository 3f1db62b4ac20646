package io.groundtrack.job.cli;

import io.groundtrack.ingest.access.NetworkFault;
import java.util.LinkedHashSet;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Says what failed in one message, its causes below it; a stack trace only with {@code --verbose}.
 */
final class FailureMessage implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult parsed) {
        var err = command.getErr();
        var said = new LinkedHashSet<String>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            var message = words(cause);
            if (said.stream().noneMatch(s -> s.contains(message))) {
                said.add(message);
            }
        }
        var first = true;
        for (var message : said) {
            err.println(first ? "groundtrack: " + message : "  because: " + message);
            first = false;
        }
        if (parsed.expandedArgs().contains("--verbose")) {
            failure.printStackTrace(err);
        }
        return failure instanceof IllegalArgumentException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    /** The name of a class is the last thing that is said. */
    private static String words(Throwable cause) {
        return cause.getMessage() != null
                ? cause.getMessage()
                : NetworkFault.of(cause)
                        .map(NetworkFault::toString)
                        .orElse(cause.getClass().getSimpleName());
    }
}
