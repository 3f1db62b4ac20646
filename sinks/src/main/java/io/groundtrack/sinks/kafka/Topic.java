package io.groundtrack.sinks.kafka;

import java.util.Map;

/**
 * The topics of the system: names, partitions and clean-up, in one place.
 *
 * <p>Retention is unlimited everywhere: replays carry records whose times are years old, and a
 * broker that deletes by age would take them away within a minute.
 */
public enum Topic {
    SENTINEL1_NOTICES("sentinel1.notices", 2, false),
    SENTINEL2_NOTICES("sentinel2.notices", 2, false),
    EMBEDDINGS("embeddings", 4, true),
    CLASSIFICATIONS("classifications", 4, true),
    CHANGES("changes", 4, true),
    NOTIFICATIONS("notifications", 4, true),
    SUBSCRIPTIONS("subscriptions", 1, true),
    DEAD_LETTERS("dead-letters", 1, true),
    LEDGER("ledger", 4, true);

    private final String baseName;
    private final int partitions;
    private final boolean compacted;

    Topic(String baseName, int partitions, boolean compacted) {
        this.baseName = baseName;
        this.partitions = partitions;
        this.compacted = compacted;
    }

    /** Name without prefix. */
    public String baseName() {
        return baseName;
    }

    /** Name on the broker. */
    public String name(String prefix) {
        return prefix + baseName;
    }

    /** Partitions when this program creates it. */
    public int partitions() {
        return partitions;
    }

    /** True: the last record of a key stands; false: every record counts. */
    public boolean compacted() {
        return compacted;
    }

    /** Settings when this program creates it. */
    public Map<String, String> settings() {
        return Map.of("cleanup.policy", compacted ? "compact" : "delete", "retention.ms", "-1");
    }
}
