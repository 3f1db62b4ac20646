package io.groundtrack.ingest.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.schemas.Operation;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;

/**
 * Puts a STAC Item into the envelope that the job reads.
 *
 * <p>in: Item, what happened to it, where that was said, an id unique there, when → out: one
 * CloudEvents 1.0 object as JSON in UTF-8, on one line. Stateless. Source: CloudEvents 1.0.2,
 * structured content mode; OGC API Publish/Subscribe for the names of types.
 */
public final class NoticeEnvelope {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPES = "org.ogc.api.collection.item.";

    private NoticeEnvelope() {}

    /** The notice; the Item is not looked into. */
    public static byte[] of(
            ObjectNode stacItem, Operation operation, URI source, String eventId, Instant time) {
        var event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        event.put("id", eventId);
        event.put("source", source.toString());
        event.put("type", TYPES + operation.name().toLowerCase(Locale.ROOT));
        event.put("time", time.toString());
        event.put("datacontenttype", "application/geo+json");
        event.set("data", stacItem);
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            // a tree of nodes has no value that cannot be written
            throw new IllegalStateException(e);
        }
    }
}
