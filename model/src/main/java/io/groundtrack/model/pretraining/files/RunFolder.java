package io.groundtrack.model.pretraining.files;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The folder of one run. One process at a time: it is locked while open, and the lock goes with the
 * process, however that ends.
 *
 * <p>Errors: {@link IllegalArgumentException} where another process has it, or where it holds a run
 * with other settings, naming each.
 */
public final class RunFolder implements AutoCloseable {
    private static final String SETTINGS = "run.json";
    private static final String LOCK = ".lock";
    private static final String CHECKPOINTS = "checkpoints";
    private static final String UNFINISHED = ".writing-";
    private static final String PREFIX = "step-";

    private final Path folder;
    private final FileChannel lockFile;

    private RunFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /** Opens or makes the folder. */
    public static RunFolder open(Path folder, Map<String, String> settings) {
        try {
            Files.createDirectories(folder.resolve(CHECKPOINTS));
            FileChannel channel =
                    FileChannel.open(
                            folder.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    throw new IllegalArgumentException(
                            folder
                                    + ": another process trains here (expected: a folder of its own)");
                }
                var run = new RunFolder(folder, channel);
                run.checkSettings(new TreeMap<>(settings));
                run.removeUnfinished();
                return run;
            } catch (RuntimeException | IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be used: " + e, e);
        }
    }

    private void checkSettings(Map<String, String> wanted) throws IOException {
        Path file = folder.resolve(SETTINGS);
        if (!Files.exists(file)) {
            var json = new JsonObject();
            wanted.forEach(json::addProperty);
            String text = new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n";
            write(file, text.getBytes(StandardCharsets.UTF_8));
            return;
        }
        Map<String, String> found = settings(file);
        var differing = new ArrayList<String>();
        var names = new TreeSet<>(wanted.keySet());
        names.addAll(found.keySet());
        for (String name : names) {
            if (!Objects.equals(found.get(name), wanted.get(name))) {
                differing.add(
                        name + " is " + found.get(name) + ", asked for is " + wanted.get(name));
            }
        }
        if (!differing.isEmpty()) {
            throw new IllegalArgumentException(
                    folder
                            + ": holds a run with other settings (expected: the same, or another folder): "
                            + String.join("; ", differing));
        }
    }

    private static Map<String, String> settings(Path file) throws IOException {
        try {
            var found = new TreeMap<String, String>();
            JsonParser.parseString(Files.readString(file))
                    .getAsJsonObject()
                    .entrySet()
                    .forEach(entry -> found.put(entry.getKey(), entry.getValue().getAsString()));
            return found;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    file + ": not the settings of a run (expected: an object of texts)", e);
        }
    }

    private void removeUnfinished() throws IOException {
        for (Path place : List.of(folder, folder.resolve(CHECKPOINTS))) {
            try (Stream<Path> entries = Files.list(place)) {
                for (Path entry : entries.toList()) {
                    String name = entry.getFileName().toString();
                    // a finished model is written beside its place, too, by another hand
                    if (name.startsWith(UNFINISHED) || name.matches("\\..+\\.part")) {
                        delete(entry);
                    }
                }
            }
        }
    }

    /** What fills a folder. */
    @FunctionalInterface
    public interface Content {
        void writeTo(Path folder) throws IOException;
    }

    /** Writes a checkpoint beside the others and gives it its name when it is whole. */
    public Path save(long step, int keep, Content content) {
        Path target = checkpoint(step);
        try {
            appear(target, content);
            for (Path old : checkpoints().subList(0, Math.max(0, checkpoints().size() - keep))) {
                delete(old);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": cannot be written: " + e, e);
        }
        return target;
    }

    private void appear(Path target, Content content) throws IOException {
        Path unfinished =
                folder.resolve(CHECKPOINTS).resolve(UNFINISHED + target.getFileName().toString());
        Files.createDirectory(unfinished);
        content.writeTo(unfinished);
        try (Stream<Path> files = Files.walk(unfinished)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                force(file);
            }
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        force(target.getParent());
    }

    /** Down to the disk, so that a name never outlives the bytes it stands for. */
    private static void force(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The newest checkpoint; 0 steps where there is none. */
    public Optional<Path> newest() {
        List<Path> all = checkpoints();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Steps that a checkpoint's name says. */
    public static long stepOf(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring(PREFIX.length()));
    }

    private Path checkpoint(long step) {
        return folder.resolve(CHECKPOINTS).resolve(String.format("%s%09d", PREFIX, step));
    }

    /** Oldest first. */
    private List<Path> checkpoints() {
        try (Stream<Path> entries = Files.list(folder.resolve(CHECKPOINTS))) {
            return entries.filter(p -> p.getFileName().toString().matches(PREFIX + "\\d{9,18}"))
                    .sorted(Comparator.comparingLong(RunFolder::stepOf))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read: " + e, e);
        }
    }

    public Path path() {
        return folder;
    }

    public Path log() {
        return folder.resolve("log.csv");
    }

    /** A file that is there whole or not at all. */
    static void write(Path file, byte[] bytes) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".writing");
        Files.write(unfinished, bytes);
        force(unfinished);
        Files.move(
                unfinished,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            // renamed first: a half-deleted checkpoint must not bear a checkpoint's name
            Path doomed = folder.resolveSibling(UNFINISHED + "gone-" + folder.getFileName());
            if (!folder.getFileName().toString().startsWith(UNFINISHED)) {
                Files.move(folder, doomed, StandardCopyOption.ATOMIC_MOVE);
            } else {
                doomed = folder;
            }
            try (Stream<Path> files = Files.walk(doomed)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } else {
            Files.delete(folder);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": " + e, e);
        }
    }
}
