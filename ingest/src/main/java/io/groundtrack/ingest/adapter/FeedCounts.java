package io.groundtrack.ingest.adapter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What one door did since it was opened; safe for many threads. */
public final class FeedCounts {

    /** What is counted. */
    public enum Kind {
        /** Requests answered by the other side, or answered by us. */
        REQUESTS,
        /** Requests made again after a failure or because the other side asked to wait. */
        RETRIES,
        /** Requests of others that were not let in: wrong secret, signature, topic or age. */
        DENIED,
        /** Pages of a search. */
        PAGES,
        /** Notices of new products. */
        CREATED,
        /** Notices of changed products. */
        UPDATED,
        /** Notices of deleted products. */
        DELETED,
        /** Items met again in the overlap of two polls. */
        REPEATED,
        /** Items of other missions. */
        OTHER_MISSIONS,
        /** What can never become a notice. */
        REFUSED
    }

    private final Map<Kind, AtomicLong> counts = new EnumMap<>(Kind.class);

    public FeedCounts() {
        for (var kind : Kind.values()) {
            counts.put(kind, new AtomicLong());
        }
    }

    public void add(Kind kind) {
        counts.get(kind).incrementAndGet();
    }

    public long get(Kind kind) {
        return counts.get(kind).get();
    }

    /** All counts, in the order of {@link Kind}. */
    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        counts.forEach(
                (kind, count) -> {
                    var words = kind.name().toLowerCase(Locale.ROOT).split("_");
                    var name = new StringBuilder(words[0]);
                    for (var i = 1; i < words.length; i++) {
                        name.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT))
                                .append(words[i].substring(1));
                    }
                    json.put(name.toString(), count.get());
                });
        return json;
    }
}
