package io.groundtrack.ingest.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.schemas.Operation;
import java.net.URI;
import java.time.Instant;

/**
 * What a door heard about one product, before it is a notice.
 *
 * @param item STAC Item
 * @param operation what happened to it
 * @param source who said so
 * @param eventId unique at the source, the same when it says it again
 * @param time when it was said
 */
public record Announcement(
        ObjectNode item, Operation operation, URI source, String eventId, Instant time) {

    /** Id of the Item; empty where it has none. */
    public String id() {
        return item.path("id").asText("");
    }
}
