package io.groundtrack.job.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Finds what a job can be restored from. */
public final class Checkpoints {

    private static final String METADATA = "_metadata";

    private Checkpoints() {}

    /**
     * The newest complete checkpoint or savepoint in or below a folder.
     *
     * <p>Errors: {@link IOException} where there is none; a checkpoint that was being written when
     * the process died does not count.
     */
    public static Path newest(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    "--restore "
                            + folder
                            + ": no such folder (expected: checkpoints or a savepoint)");
        }
        try (var files = Files.walk(folder, 3)) {
            return files.filter(file -> file.getFileName().toString().equals(METADATA))
                    .max(Comparator.comparing(Checkpoints::modified).thenComparing(Path::toString))
                    .map(Path::getParent)
                    .orElseThrow(
                            () ->
                                    new IOException(
                                            "--restore "
                                                    + folder
                                                    + ": no complete checkpoint (expected: a folder with a file "
                                                    + METADATA
                                                    + " in or below it)"));
        }
    }

    private static long modified(Path file) {
        return file.toFile().lastModified();
    }
}
