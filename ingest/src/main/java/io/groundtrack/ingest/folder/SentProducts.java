package io.groundtrack.ingest.folder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was sent, and what was refused, so that nothing is said twice and a delete can carry the
 * Item that it takes back.
 *
 * <p>State: one small file a product in a folder, each written whole or not at all; in memory only
 * place, fingerprint and name. One process at a time holds the folder. Errors: {@link IOException}
 * naming the file.
 */
final class SentProducts implements AutoCloseable {

    /** How a find was dealt with. */
    enum Status {
        SENT,
        REFUSED,
        IGNORED
    }

    /** What is known of a find. */
    record Entry(String key, String fingerprint, String id, Status status) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final FileChannel lock;
    private final Map<String, Entry> entries = new TreeMap<>();

    SentProducts(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.lock =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) {
                throw new OverlappingFileLockException();
            }
            load();
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw new IOException(
                    folder + ": another process works with it (expected: one at a time)");
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void load() throws IOException {
        try (var files = Files.newDirectoryStream(folder, "*.json")) {
            for (var file : files) {
                var entry = entry(read(file), file);
                entries.put(entry.key(), entry);
            }
        }
    }

    private static ObjectNode read(Path file) throws IOException {
        try {
            if (JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode node) {
                return node;
            }
        } catch (IOException e) {
            throw unusable(file, e);
        }
        throw unusable(file, null);
    }

    private static Entry entry(ObjectNode node, Path file) throws IOException {
        try {
            return new Entry(
                    node.required("key").textValue(),
                    node.required("fingerprint").textValue(),
                    node.required("id").textValue(),
                    Status.valueOf(node.required("status").textValue()));
        } catch (IllegalArgumentException e) {
            throw unusable(file, e);
        }
    }

    private static IOException unusable(Path file, Exception e) {
        return new IOException(
                file
                        + ": cannot be read (expected: what an earlier run wrote; remove it to send"
                        + " its product again)",
                e);
    }

    Optional<Entry> of(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    Collection<Entry> all() {
        return List.copyOf(entries.values());
    }

    /** The Item as it was sent. */
    ObjectNode item(String key) throws IOException {
        var file = file(key);
        if (read(file).get("item") instanceof ObjectNode item) {
            return item;
        }
        throw unusable(file, null);
    }

    /** Remembers; {@code item} may be null where nothing was sent. */
    void put(Entry entry, ObjectNode item) throws IOException {
        var node = JsonNodeFactory.instance.objectNode();
        node.put("key", entry.key()).put("fingerprint", entry.fingerprint());
        node.put("id", entry.id()).put("status", entry.status().name());
        if (item != null) {
            node.set("item", item);
        }
        var file = file(entry.key());
        var work = file.resolveSibling(file.getFileName() + ".new");
        try (var channel =
                FileChannel.open(
                        work,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(node));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
        Files.move(work, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        entries.put(entry.key(), entry);
    }

    void forget(String key) throws IOException {
        Files.deleteIfExists(file(key));
        entries.remove(key);
    }

    private Path file(String key) {
        return folder.resolve(FileStamps.hash(key) + ".json");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
