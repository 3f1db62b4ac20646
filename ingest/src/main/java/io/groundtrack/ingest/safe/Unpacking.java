package io.groundtrack.ingest.safe;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.UUID;
import java.util.zip.ZipException;

/**
 * Unpacks what is read of a zipped product: pixels inside an archive cannot be read at random.
 *
 * <p>in: archive, names in it, folder to make → out: the folder, whole or not there at all: files
 * go to a folder beside it, which is renamed when the last one is written. No file grows beyond the
 * size that the directory of the archive states. Errors: {@link SafeException} where archive and
 * content differ; what was written is taken away again.
 */
final class Unpacking {

    private Unpacking() {}

    /** Makes {@code folder}; one that is there already is replaced. */
    static void unpack(SafeZip zip, Collection<String> paths, Path folder) throws IOException {
        var work = folder.resolveSibling("." + folder.getFileName() + "." + UUID.randomUUID());
        Files.createDirectories(work);
        try {
            var room = Files.getFileStore(work).getUsableSpace();
            var needed = paths.stream().mapToLong(zip.sizes()::get).sum();
            if (needed > room) {
                throw new SafeException(
                        zip.name(),
                        needed + " bytes to unpack",
                        "at most " + room + ", what is free in " + folder.getParent());
            }
            for (var path : paths) {
                file(zip, path, work.resolve(path));
            }
            remove(folder);
            Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            throw new SafeException(
                    zip.name(), e.getFile() + " is a file and a folder", "one of them");
        } finally {
            remove(work);
        }
    }

    private static void file(SafeZip zip, String path, Path into) throws IOException {
        Files.createDirectories(into.getParent());
        long stated = zip.sizes().get(path);
        var buffer = new byte[1 << 16];
        var written = 0L;
        try (var in = zip.open(path);
                var out = Files.newOutputStream(into)) {
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                written += read;
                if (written > stated) {
                    break;
                }
                out.write(buffer, 0, read);
            }
        } catch (ZipException | EOFException e) {
            throw new SafeException(
                    zip.name() + "!/" + path, "cannot be unpacked: " + e.getMessage(), "a zip");
        }
        if (written != stated) {
            throw new SafeException(
                    zip.name() + "!/" + path,
                    written > stated ? "more bytes than stated" : written + " bytes",
                    stated + " bytes, as its directory states");
        }
    }

    /** Takes a folder away, with all in it; links are taken away, not what they lead to. */
    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path made, IOException e)
                            throws IOException {
                        Files.delete(made);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
