package io.groundtrack.model.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/**
 * Files that appear whole or not at all: written beside their place, forced to the disk, then
 * renamed over it.
 */
public final class AtomicFile {
    /** Writes a file's bytes. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    public static void write(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path part = partOf(folder.resolve(file.getFileName()));
        try {
            writeForced(part, content);
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            forceFolder(folder);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** A hidden name beside a place; of usual permissions, unlike Java's temporary files. */
    static Path partOf(Path place) {
        String unique = Long.toHexString(new SecureRandom().nextLong());
        return place.resolveSibling("." + place.getFileName() + "." + unique + ".part");
    }

    /** Not atomic by itself: for files of a folder that is renamed as a whole. */
    static void writeForced(Path file, Content content) throws IOException {
        try (var channel =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    /** So that the rename itself survives a loss of power. */
    static void forceFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
