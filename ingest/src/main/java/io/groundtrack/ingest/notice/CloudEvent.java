package io.groundtrack.ingest.notice;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundtrack.schemas.Operation;
import io.groundtrack.schemas.RejectReason;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * The envelope of a notice.
 *
 * <p>Source: CloudEvents 1.0.2, structured content mode in JSON. {@code time} is optional there and
 * needed here, because versions are ordered by it.
 *
 * @param id CloudEvents id
 * @param source CloudEvents source
 * @param operation what the type ends in
 * @param time when the event was made
 * @param data the Item, not looked at yet
 */
record CloudEvent(String id, String source, Operation operation, Instant time, JsonNode data) {

    private static final int LONGEST = 2048;

    static CloudEvent of(JsonNode root) {
        if (!root.isObject()) {
            throw new Refusal(
                    RejectReason.NOT_CLOUDEVENT,
                    "notice: is "
                            + root.getNodeType().name().toLowerCase(Locale.ROOT)
                            + " (expected: a CloudEvents 1.0 object)");
        }
        var version = root.path("specversion");
        if (!version.isTextual() || !version.textValue().equals("1.0")) {
            throw new Refusal(
                    RejectReason.NOT_CLOUDEVENT,
                    "specversion: " + Refusal.shown(version) + " (expected: \"1.0\")");
        }
        var id = attribute(root, "id");
        var source = attribute(root, "source");
        var type = attribute(root, "type");
        var operation = operation(type);
        var time = root.path("time");
        if (time.isMissingNode() || time.isNull()) {
            throw new Refusal(
                    RejectReason.FIELD_MISSING, "time: absent (expected: an RFC 3339 time)");
        }
        return new CloudEvent(id, source, operation, time("time", time), root.path("data"));
    }

    /** An RFC 3339 time, cut to milliseconds. */
    static Instant time(String where, JsonNode value) {
        if (value.isTextual() && value.textValue().length() <= 64) {
            try {
                var time = OffsetDateTime.parse(value.textValue().trim().replace(' ', 'T'));
                if (time.getYear() >= 1970 && time.getYear() <= 9999) {
                    return Instant.ofEpochMilli(time.toInstant().toEpochMilli());
                }
            } catch (DateTimeParseException e) {
                // said below with all other shapes
            }
        }
        throw new Refusal(
                RejectReason.FIELD_INVALID,
                where
                        + ": "
                        + Refusal.shown(value)
                        + " (expected: an RFC 3339 time with zone, 1970 … 9999)");
    }

    private static Operation operation(String type) {
        for (var operation : Operation.values()) {
            var end = "item." + operation.name().toLowerCase(Locale.ROOT);
            if (type.equals(end) || type.endsWith("." + end)) {
                return operation;
            }
        }
        throw new Refusal(
                RejectReason.UNKNOWN_EVENT_TYPE,
                "type: "
                        + Refusal.shown(type)
                        + " (expected: one that ends in item.create, item.update or item.delete)");
    }

    private static String attribute(JsonNode root, String name) {
        var value = root.path(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new Refusal(
                    RejectReason.NOT_CLOUDEVENT,
                    name + ": " + Refusal.shown(value) + " (expected: a CloudEvents 1.0 text)");
        }
        if (value.textValue().length() > LONGEST) {
            throw new Refusal(
                    RejectReason.NOT_CLOUDEVENT, name + ": longer than " + LONGEST + " characters");
        }
        if (!Refusal.isFit(value.textValue())) {
            throw new Refusal(
                    RejectReason.NOT_CLOUDEVENT,
                    name
                            + ": "
                            + Refusal.shown(value.textValue())
                            + " (expected: no control characters)");
        }
        return value.textValue();
    }
}
