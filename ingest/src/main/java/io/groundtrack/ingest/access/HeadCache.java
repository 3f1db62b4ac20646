package io.groundtrack.ingest.access;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * Heads of remote files for half a minute, so that the strips of a pass ask for them once; those of
 * small files only.
 *
 * <p>Thread safe. A head that is handed out again may be of content that has changed since: every
 * later request is held against it.
 */
final class HeadCache {

    private static final int MOST = 128;
    private static final long LIFE_NANOS = 30_000_000_000L;

    private final LinkedHashMap<URI, Entry> entries = new LinkedHashMap<>();

    private static final class Entry {
        private final Future<RemoteHead> head;
        private final long since = System.nanoTime();
        private boolean taken;

        Entry(Future<RemoteHead> head) {
            this.head = head;
        }
    }

    /**
     * A head, perhaps still on its way.
     *
     * @param first whether nobody had it before
     */
    record Taken(Future<RemoteHead> head, boolean first) {}

    /** The head that is known. */
    synchronized Optional<Taken> take(URI uri) {
        var entry = entries.get(uri);
        if (entry == null || System.nanoTime() - entry.since > LIFE_NANOS) {
            entries.remove(uri);
            return Optional.empty();
        }
        var taken = new Taken(entry.head, !entry.taken);
        entry.taken = true;
        return Optional.of(taken);
    }

    /** Whether a head is known and young. */
    synchronized boolean knows(URI uri) {
        var entry = entries.get(uri);
        return entry != null && System.nanoTime() - entry.since <= LIFE_NANOS;
    }

    synchronized void put(URI uri, Future<RemoteHead> head) {
        entries.remove(uri);
        entries.put(uri, new Entry(head));
        var oldest = entries.values().iterator();
        while (entries.size() > MOST) {
            oldest.next();
            oldest.remove();
        }
    }

    synchronized void forget(URI uri) {
        entries.remove(uri);
    }
}
