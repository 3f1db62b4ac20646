package io.groundtrack.job.cli;

import io.groundtrack.ingest.access.NetworkFault;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
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

    /** The message of these is the name of the file alone. */
    private static String reason(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "is not there";
        }
        if (failure instanceof AccessDeniedException) {
            return "no access";
        }
        if (failure instanceof NotDirectoryException) {
            return "is no folder";
        }
        return failure instanceof FileAlreadyExistsException
                ? "is there already, and no folder"
                : failure.getClass().getSimpleName();
    }

    /** The name of a class is the last thing that is said. */
    private static String words(Throwable cause) {
        if (cause instanceof FileSystemException of && of.getReason() == null) {
            return of.getFile() + ": " + reason(of);
        }
        return cause.getMessage() != null
                ? cause.getMessage()
                : NetworkFault.of(cause)
                        .map(NetworkFault::toString)
                        .orElse(cause.getClass().getSimpleName());
    }
}
