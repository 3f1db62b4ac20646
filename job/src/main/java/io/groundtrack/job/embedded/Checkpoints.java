package io.groundtrack.job.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Finds what a job can be restored from: in a folder → out the newest complete checkpoint or
 * savepoint in or below it. State: none. Errors: {@link IOException} where there is none.
 */
public final class Checkpoints {

    private static final String METADATA = "_metadata";
    private static final int DEPTH = 3;

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
        return complete(folder).stream()
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

    /** A job deletes old checkpoints, also when it has just ended: what goes is passed over. */
    private static List<Path> complete(Path folder) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(
                folder,
                Set.of(),
                DEPTH,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (file.getFileName().toString().equals(METADATA)) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        return passOver(e);
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path gone, IOException e)
                            throws IOException {
                        return passOver(e);
                    }
                });
        return found;
    }

    private static FileVisitResult passOver(IOException e) throws IOException {
        if (e == null || e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    private static long modified(Path file) {
        return file.toFile().lastModified();
    }
}
