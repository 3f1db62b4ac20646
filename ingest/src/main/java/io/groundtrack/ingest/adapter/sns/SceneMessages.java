package io.groundtrack.ingest.adapter.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.adapter.Announcement;
import io.groundtrack.ingest.adapter.FeedJson;
import io.groundtrack.ingest.adapter.Heard;
import io.groundtrack.ingest.adapter.ItemForms;
import io.groundtrack.ingest.adapter.Refused;
import io.groundtrack.schemas.Operation;
import io.groundtrack.schemas.RejectReason;
import java.net.URI;
import java.time.Instant;

/**
 * What the messages of scene topics announce.
 *
 * <p>in: the Message of a notification → out: announcements. Read are a STAC Item, as Earth Search
 * and other Cirrus pipelines publish it, a collection of Items, and what the Sentinel buckets of
 * the registry of open data announce ({@link BucketItems}). Anything else is refused. A scene topic
 * announces what was made or made anew, never what was deleted; an Item marked {@code deprecated}
 * is a delete.
 */
public final class SceneMessages {

    private static final int MOST_ITEMS = 1000;

    /** Reads one message. */
    public Heard of(JsonNode message, String topic, String messageId, Instant time) {
        var heard = Heard.nothing();
        var source = URI.create("urn:" + topic);
        if (message.path("type").asText("").equals("FeatureCollection")) {
            var count = 0;
            for (var feature : message.path("features")) {
                if (count++ == MOST_ITEMS) {
                    refuse(heard, topic, messageId, "more than " + MOST_ITEMS + " Items", message);
                    break;
                }
                feature(heard, feature, source, messageId, time);
            }
            if (count == 0) {
                refuse(heard, topic, messageId, "a collection without Items", message);
            }
        } else if (message.path("type").asText("").equals("Feature")) {
            feature(heard, message, source, messageId, time);
        } else {
            var items = BucketItems.of(message);
            if (items.isEmpty()) {
                refuse(
                        heard,
                        topic,
                        messageId,
                        "no Item and no product of a Sentinel bucket",
                        message);
            }
            for (var item : items) {
                heard.announce(
                        new Announcement(
                                item,
                                Operation.CREATE,
                                source,
                                messageId + "/" + item.path("id").asText(""),
                                time));
            }
        }
        return heard;
    }

    private static void feature(
            Heard heard, JsonNode feature, URI source, String messageId, Instant time) {
        var properties = feature.path("properties");
        if (!(feature instanceof ObjectNode item)
                || !properties.isObject()
                || !feature.path("stac_version").isTextual()) {
            refuse(
                    heard,
                    source.toString(),
                    messageId,
                    "a Feature that is no STAC Item, such as the input of a pipeline",
                    feature);
            return;
        }
        var created = FeedJson.time(properties.path("created"));
        var updated = FeedJson.time(properties.path("updated"));
        var operation =
                properties.path("deprecated").asBoolean(false)
                        ? Operation.DELETE
                        : created.isPresent() && updated.isPresent() && !created.equals(updated)
                                ? Operation.UPDATE
                                : Operation.CREATE;
        heard.announce(
                new Announcement(
                        ItemForms.normalised(item, source),
                        operation,
                        source,
                        messageId + "/" + feature.path("id").asText(""),
                        time));
    }

    private static void refuse(
            Heard heard, String source, String messageId, String message, JsonNode original) {
        heard.refuse(
                new Refused(
                        source,
                        messageId,
                        RejectReason.NOT_A_STAC_ITEM,
                        "Message: " + message + " (expected: a STAC Item, or a new product)",
                        FeedJson.write(original)));
    }
}
