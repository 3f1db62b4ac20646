package io.groundtrack.ingest.adapter.poll;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * How far a catalogue was read, and what was met in the overlap behind that.
 *
 * <p>Mutable; one thread at a time. At most {@link #MOST} entries are remembered, the oldest are
 * forgotten first: they would be announced once more, which does no harm.
 */
public final class Cursor {

    static final int MOST = 20_000;

    /**
     * An entry as it was met.
     *
     * @param time by which the catalogue was asked
     * @param digest of its bytes
     */
    record Met(Instant time, String digest) {}

    private final Map<String, Met> met = new HashMap<>();
    private Instant position;

    public Cursor(Instant position) {
        this.position = position;
    }

    /** All before it has been delivered. */
    public Instant position() {
        return position;
    }

    Map<String, Met> met() {
        return met;
    }

    /** False where an entry with this id and these bytes was met already. */
    boolean isNew(FeedItem item) {
        var known = met.get(item.id());
        return known == null || !known.digest.equals(digest(item.json()));
    }

    /**
     * @param now for an entry without a time
     */
    void remember(FeedItem item, Instant now) {
        met.put(item.id(), new Met(item.time().orElse(now), digest(item.json())));
        if (met.size() > 2 * MOST) {
            forgetOldest();
        }
    }

    /**
     * Never goes back.
     *
     * @param asked what is asked for now; entries from there on may be met again
     */
    void advance(Instant to, Duration overlap, Instant asked) {
        if (to.isAfter(position)) {
            position = to;
        }
        var behind = position.minus(overlap);
        var horizon = asked.isBefore(behind) ? asked : behind;
        met.values().removeIf(entry -> entry.time.isBefore(horizon));
        if (met.size() > MOST) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        met.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().time()))
                .limit(met.size() - MOST)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(met::remove);
    }

    static String digest(byte[] bytes) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(Arrays.copyOf(hash, 12));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String digest(String text) {
        return digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
