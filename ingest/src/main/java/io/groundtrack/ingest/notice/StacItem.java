package io.groundtrack.ingest.notice;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundtrack.schemas.RejectReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A STAC Item whose frame is sound, and typed ways to its properties.
 *
 * <p>A property that is absent or null is empty; one of the wrong type is a {@link Refusal} with
 * FIELD_INVALID. Source: STAC 1.0.0 and 1.1.0, item specification.
 */
final class StacItem {

    private static final Pattern VERSION = Pattern.compile("1\\.[01]\\..{1,20}");
    private static final Pattern ID = Pattern.compile(".{1,512}", Pattern.DOTALL);

    private final JsonNode root;

    /** Its id first, then the product names it carries. */
    private final List<ProductName> names;

    private StacItem(JsonNode root) {
        this.root = root;
        this.names = names(root);
    }

    static StacItem of(JsonNode data) {
        expect(data.isObject(), "data", data.getNodeType(), "a STAC Item (JSON object)");
        expect(
                "Feature".equals(data.path("type").textValue()),
                "data.type",
                data.path("type"),
                "\"Feature\"");
        var version = data.path("stac_version").textValue();
        expect(
                version != null && VERSION.matcher(version).matches(),
                "data.stac_version",
                data.path("stac_version"),
                "1.0.x or 1.1.x");
        var id = data.path("id").textValue();
        expect(
                id != null && ID.matcher(id).matches() && !id.isBlank() && Refusal.isFit(id),
                "data.id",
                data.path("id"),
                "a text of at most 512 characters, none of them a control");
        expect(
                data.path("properties").isObject(),
                "data.properties",
                data.path("properties").getNodeType(),
                "an object");
        return new StacItem(data);
    }

    private static void expect(boolean holds, String where, Object found, String expected) {
        if (!holds) {
            throw new Refusal(
                    RejectReason.NOT_A_STAC_ITEM,
                    where + ": " + Refusal.shown(found) + " (expected: " + expected + ")");
        }
    }

    String id() {
        return root.path("id").textValue();
    }

    /** The first name that says it. */
    <T> Optional<T> fromNames(Function<ProductName, Optional<T>> what) {
        return names.stream().map(what).flatMap(Optional::stream).findFirst();
    }

    /**
     * The name that the ground segment gave the product, where the Item carries it whole: one
     * product has one name, but another id in every catalogue.
     */
    Optional<String> productName() {
        return names.stream().filter(ProductName::whole).map(ProductName::text).findFirst();
    }

    String collection() {
        return root.path("collection").asText("").toLowerCase(Locale.ROOT);
    }

    JsonNode root() {
        return root;
    }

    JsonNode property(String name) {
        return root.path("properties").path(name);
    }

    Optional<String> text(String name) {
        var value = property(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().length() > 512) {
            throw invalid(name, value, "a text of at most 512 characters");
        }
        return value.textValue().isBlank()
                ? Optional.empty()
                : Optional.of(value.textValue().trim());
    }

    Optional<Integer> integer(String name, int from, int to) {
        var value = property(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        // JSON has no whole numbers: 22.0 is one as well
        if (!value.isNumber()
                || value.doubleValue() != Math.rint(value.doubleValue())
                || value.doubleValue() < from
                || value.doubleValue() > to) {
            throw invalid(name, value, "a whole number from " + from + " to " + to);
        }
        return Optional.of(value.intValue());
    }

    Optional<Instant> time(String name) {
        var value = property(name);
        return value.isMissingNode() || value.isNull()
                ? Optional.empty()
                : Optional.of(CloudEvent.time("data.properties." + name, value));
    }

    Optional<Boolean> flag(String name) {
        var value = property(name);
        return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
    }

    /** Texts of an array, upper case; empty where it is absent. */
    List<String> texts(String name) {
        var value = property(name);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw invalid(name, value, "an array of texts");
        }
        var texts = new ArrayList<String>();
        value.forEach(v -> texts.add(v.asText().toUpperCase(Locale.ROOT)));
        return texts;
    }

    static Refusal invalid(String name, JsonNode value, String expected) {
        return new Refusal(
                RejectReason.FIELD_INVALID,
                "data.properties."
                        + name
                        + ": "
                        + Refusal.shown(value)
                        + " (expected: "
                        + expected
                        + ")");
    }

    static Refusal missing(String name, String expected) {
        return new Refusal(
                RejectReason.FIELD_MISSING,
                "data.properties." + name + ": absent (expected: " + expected + ")");
    }

    private static List<ProductName> names(JsonNode root) {
        var names = new ArrayList<ProductName>();
        names.add(ProductName.of(root.path("id").textValue()));
        for (var key :
                List.of(
                        "s2:product_uri",
                        "s2:product_title",
                        "sentinel:product_id",
                        "s1:product_identifier",
                        "s1:scene",
                        "identifier",
                        "productIdentifier",
                        "title")) {
            var value = root.path("properties").path(key).textValue();
            if (value != null && value.length() <= 512) {
                names.add(ProductName.of(value));
            }
        }
        return List.copyOf(names);
    }
}
