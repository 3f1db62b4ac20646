package io.groundtrack.job.patches;

import io.groundtrack.model.patches.PatchShardWriter;
import io.groundtrack.schemas.Reject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What one source gave: patches on their way into the set, and the counts of what was not taken.
 *
 * <p>A patch whose id the set has already is left out. State: eight bytes and their box for every
 * patch of the set, the rejects of this source by reason. Not thread safe.
 */
final class PatchCollection {

    private static final long EVERY = Duration.ofSeconds(2).toNanos();

    private final PatchShardWriter set;
    private final Set<Long> known;
    private final Consumer<String> progress;
    private final Set<String> told = new HashSet<>();
    private final SortedMap<String, Integer> rejects = new TreeMap<>();
    private long lastSaid = System.nanoTime();
    private int written;
    private int repeated;
    private int labelled;

    /**
     * @param known ids of the set so far, hashed; shared by the sources of a set
     */
    PatchCollection(PatchShardWriter set, Set<Long> known, Consumer<String> progress) {
        this.set = set;
        this.known = known;
        this.progress = progress;
    }

    void add(Taken patch) {
        if (!known.add(hash(patch.example().id()))) {
            repeated++;
            return;
        }
        set.add(patch.example(), patch.attributes());
        written++;
        labelled += patch.example().labels().isPresent() ? 1 : 0;
    }

    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** Tells and counts a reject once, however many patches meet it. */
    void reject(Reject reject) {
        if (told.add(reject.getId())) {
            rejects.merge(reject.getReason().name(), 1, Integer::sum);
            progress.accept("rejected: " + reject.getReason() + ": " + reject.getMessage());
        }
    }

    /** Says {@code line} unless something was said just before. */
    void progress(String line) {
        if (System.nanoTime() - lastSaid > EVERY) {
            lastSaid = System.nanoTime();
            progress.accept(line);
        }
    }

    int written() {
        return written;
    }

    int repeated() {
        return repeated;
    }

    int labelled() {
        return labelled;
    }

    SortedMap<String, Integer> rejects() {
        return rejects;
    }
}
