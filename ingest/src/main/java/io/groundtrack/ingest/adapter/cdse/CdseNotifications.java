package io.groundtrack.ingest.adapter.cdse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.adapter.Announcement;
import io.groundtrack.ingest.adapter.FeedJson;
import io.groundtrack.ingest.adapter.Heard;
import io.groundtrack.ingest.adapter.Refused;
import io.groundtrack.schemas.Operation;
import io.groundtrack.schemas.RejectReason;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * What notifications and products of the Copernicus Data Space announce.
 *
 * <p>in: a subscription's notification, or a product of a poll → out: announcement, or why there is
 * none. A new or changed product takes the Item of the {@link ItemLookup} where it has one, else
 * that of {@link OdataItem}. A deleted Sentinel-2 product whose datastrip is not said is refused:
 * it would retract nothing, and nobody would know. Source: Subscriptions API of the Copernicus Data
 * Space.
 */
public final class CdseNotifications {

    private final URI source;
    private final OdataItem items;
    private final ItemLookup lookup;
    private final Clock clock;

    /**
     * @param source said in notices
     * @param clock for products that carry no time of their own
     */
    public CdseNotifications(URI source, OdataItem items, ItemLookup lookup, Clock clock) {
        this.source = source;
        this.items = items;
        this.lookup = lookup;
        this.clock = clock;
    }

    /** One notification, or an array of them as a pull subscription hands out. */
    public Heard notifications(JsonNode body) throws InterruptedException {
        var heard = Heard.nothing();
        if (body.isArray()) {
            for (var one : body) {
                notification(one, heard);
            }
        } else {
            notification(body, heard);
        }
        return heard;
    }

    private void notification(JsonNode notification, Heard heard) throws InterruptedException {
        var event = notification.path("SubscriptionEvent").asText("");
        Operation operation;
        switch (event) {
            case "created" -> operation = Operation.CREATE;
            case "modified" -> operation = Operation.UPDATE;
            case "deleted" -> operation = Operation.DELETE;
            default -> {
                heard.refuse(
                        refused(
                                notification,
                                RejectReason.UNKNOWN_EVENT_TYPE,
                                "SubscriptionEvent: "
                                        + shown(event)
                                        + " (expected: created, modified or deleted)"));
                return;
            }
        }
        var product = notification.path("value");
        if (!product.isObject()) {
            heard.refuse(
                    refused(
                            notification,
                            RejectReason.FIELD_MISSING,
                            "value: absent (expected: the product; subscribe with it)"));
            return;
        }
        var time = FeedJson.time(notification.path("NotificationDate"));
        product(product, operation, time, heard);
    }

    /** A product of a poll. */
    public Heard product(JsonNode product, Operation operation) throws InterruptedException {
        var heard = Heard.nothing();
        product(product, operation, Optional.empty(), heard);
        return heard;
    }

    private void product(
            JsonNode product, Operation operation, Optional<Instant> notified, Heard heard)
            throws InterruptedException {
        var name = OdataItem.name(product);
        if (name.isEmpty()) {
            heard.refuse(
                    refused(
                            product,
                            RejectReason.FIELD_MISSING,
                            "Name: absent or no name (expected: the name of the product)"));
            return;
        }
        var own = items.of(product);
        if (operation == Operation.DELETE
                && name.get().matches("S2[A-D]_MSIL(1C|2A)_.*")
                && !own.path("properties").has("s2:datastrip_id")) {
            heard.refuse(
                    refused(
                            product,
                            RejectReason.FIELD_MISSING,
                            "Attributes: no datastripId (expected: the attributes of the deleted"
                                    + " product; without them it is not known which)"));
            return;
        }
        var time =
                notified.or(() -> FeedJson.time(product.path("DeletionDate")))
                        .or(() -> FeedJson.time(product.path("ModificationDate")))
                        .or(() -> FeedJson.time(product.path("PublicationDate")))
                        .orElseGet(clock::instant);
        var id = product.path("Id").asText("");
        heard.announce(
                new Announcement(
                        operation == Operation.DELETE ? own : known(name.get(), own),
                        operation,
                        source,
                        (id.length() <= 64 ? id : name.get()) + "/" + operation + "@" + time,
                        time));
    }

    private ObjectNode known(String name, ObjectNode own) throws InterruptedException {
        var found = lookup.find(name);
        found.ifPresent(
                item -> {
                    if (item.path("properties") instanceof ObjectNode properties) {
                        // identity and order of versions must not hang on which catalogue was asked
                        own.path("properties")
                                .properties()
                                .forEach(
                                        p -> {
                                            if (!properties.has(p.getKey())
                                                    || p.getKey()
                                                            .matches("updated|start_datetime")) {
                                                properties.set(p.getKey(), p.getValue());
                                            }
                                        });
                    }
                });
        return found.orElse(own);
    }

    private Refused refused(JsonNode original, RejectReason reason, String message) {
        var subject = original.path("ProductName").asText(original.path("Id").asText(""));
        return new Refused(
                source.toString(), shown(subject), reason, message, FeedJson.write(original));
    }

    private static String shown(String text) {
        var line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 120 ? line : line.substring(0, 120) + "…";
    }
}
