package io.groundtrack.ingest.adapter.poll;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.adapter.FeedJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * A cursor in a small file, which is there whole or not at all.
 *
 * <p>in → out: JSON of position and what was met; written beside, forced, and renamed. Errors:
 * {@link IOException} where the file is of another feed, damaged, or cannot be written: nothing is
 * read anew in silence.
 */
public final class CursorFile implements CursorStore {

    private static final long LARGEST = 64 << 20;

    private final Path file;
    private final String feed;
    private final Instant since;

    /**
     * @param feed what is asked, so that the file of one feed is not used for another
     * @param since where to begin without a file
     */
    public CursorFile(Path file, String feed, Instant since) {
        this.file = file;
        this.feed = feed;
        this.since = since;
    }

    @Override
    public Cursor load() throws IOException {
        if (!Files.exists(file)) {
            return new Cursor(since);
        }
        if (Files.size(file) > LARGEST) {
            throw damaged("larger than 64 MiB");
        }
        ObjectNode state;
        try {
            state = FeedJson.readObject(Files.readAllBytes(file));
        } catch (IOException e) {
            throw damaged(e.getMessage());
        }
        try {
            var saved = state.path("feed").asText("");
            if (!saved.equals(feed)) {
                throw damaged("belongs to " + saved + ", not to " + feed);
            }
            var cursor = new Cursor(time(state.path("position").asText("")));
            for (var entry : state.path("met")) {
                cursor.met()
                        .put(
                                entry.path(0).asText(""),
                                new Cursor.Met(
                                        time(entry.path(1).asText("")), entry.path(2).asText("")));
            }
            return cursor;
        } catch (RuntimeException e) {
            throw damaged(e.getClass().getSimpleName());
        }
    }

    @Override
    public void save(Cursor cursor) throws IOException {
        var state = JsonNodeFactory.instance.objectNode();
        state.put("feed", feed);
        state.put("position", cursor.position().toString());
        var met = state.putArray("met");
        cursor.met()
                .forEach(
                        (id, entry) ->
                                met.addArray()
                                        .add(id)
                                        .add(entry.time().toString())
                                        .add(entry.digest()));
        var beside = file.resolveSibling(file.getFileName() + ".new");
        try (var channel =
                FileChannel.open(
                        beside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(FeedJson.write(state));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new IOException(
                    "--state "
                            + file
                            + ": cannot be written (expected: a file in a folder that exists)",
                    e);
        }
        Files.move(
                beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Instant time(String text) {
        return Instant.parse(text);
    }

    private IOException damaged(String what) {
        return new IOException(
                "--state "
                        + file
                        + ": "
                        + what
                        + " (expected: what this command saved; without the file it begins at"
                        + " --since)");
    }
}
