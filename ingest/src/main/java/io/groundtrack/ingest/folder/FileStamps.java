package io.groundtrack.ingest.folder;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names, sizes and times of the files of one product, gathered while a folder is walked. */
final class FileStamps {

    private record Stamp(long size, Instant time) {}

    private final Map<Path, Stamp> stamps = new TreeMap<>();
    private boolean growing;

    void add(Path file, BasicFileAttributes attributes) {
        stamps.put(file, new Stamp(attributes.size(), attributes.lastModifiedTime().toInstant()));
    }

    void growing() {
        growing = true;
    }

    int size() {
        return stamps.size();
    }

    Find find(Find.Kind kind, Path root, Path path, String key) {
        var newest = Instant.EPOCH;
        var text = new StringBuilder(kind.name());
        for (var entry : stamps.entrySet()) {
            var stamp = entry.getValue();
            text.append('\n')
                    .append(entry.getKey())
                    .append('|')
                    .append(stamp.size)
                    .append('|')
                    .append(stamp.time);
            newest = stamp.time.isAfter(newest) ? stamp.time : newest;
        }
        List<Path> files = new ArrayList<>(stamps.keySet());
        return new Find(kind, key, root, path, files, hash(text.toString()), newest, growing);
    }

    static String hash(String text) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
