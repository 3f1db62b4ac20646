package io.groundtrack.ingest.safe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.notice.GeoJsonFootprint;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A STAC 1.1 Item in the making. */
final class ItemDraft {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> EXTENSIONS =
            List.of(
                    "https://stac-extensions.github.io/eo/v2.0.0/schema.json",
                    "https://stac-extensions.github.io/grid/v1.1.0/schema.json",
                    "https://stac-extensions.github.io/processing/v1.2.0/schema.json",
                    "https://stac-extensions.github.io/projection/v2.0.0/schema.json",
                    "https://stac-extensions.github.io/raster/v2.0.0/schema.json",
                    "https://stac-extensions.github.io/sar/v1.0.0/schema.json",
                    "https://stac-extensions.github.io/sat/v1.0.0/schema.json");

    private final ObjectNode root = JSON.objectNode();
    private final ObjectNode properties = JSON.objectNode();
    private final ObjectNode assets = JSON.objectNode();

    ItemDraft(String id, String collection) {
        root.put("type", "Feature").put("stac_version", "1.1.0").put("id", id);
        root.put("collection", collection);
        var extensions = root.putArray("stac_extensions");
        EXTENSIONS.forEach(extensions::add);
    }

    ObjectNode properties() {
        return properties;
    }

    ItemDraft put(String name, Optional<String> value) {
        value.ifPresent(v -> properties.put(name, v));
        return this;
    }

    ItemDraft put(String name, Instant time) {
        properties.put(name, time.toString());
        return this;
    }

    ItemDraft whole(String name, Optional<Integer> value) {
        value.ifPresent(v -> properties.put(name, v));
        return this;
    }

    ItemDraft number(String name, Optional<Double> value) {
        value.ifPresent(v -> properties.put(name, v));
        return this;
    }

    /** A file that holds pixels. */
    ObjectNode raster(String key, String href) {
        var lower = href.toLowerCase(Locale.ROOT);
        var type =
                lower.endsWith(".jp2")
                        ? "image/jp2"
                        : lower.endsWith(".nc")
                                ? "application/x-netcdf"
                                : "image/tiff; application=geotiff";
        return asset(key, href, type, "data");
    }

    /** A file that says something about the pixels. */
    void metadata(String key, String href, String role) {
        asset(key, href, "application/xml", role);
    }

    private ObjectNode asset(String key, String href, String type, String role) {
        var asset = assets.putObject(key);
        asset.put("href", href).put("type", type);
        asset.putArray("roles").add(role);
        return asset;
    }

    /**
     * The ring of a footprint, as latitudes and longitudes in turn; closed where it is open, cut at
     * the antimeridian, mended where its edges cross.
     */
    void footprint(List<Double> positions, String file, String element) throws SafeException {
        if (positions.size() % 2 != 0 || positions.size() < 6) {
            throw new SafeException(
                    file,
                    element,
                    positions.size() + " numbers",
                    "latitude and longitude of at least three corners");
        }
        var ring = JSON.arrayNode();
        for (var i = 0; i < positions.size(); i += 2) {
            ring.addArray().add(positions.get(i + 1)).add(positions.get(i));
        }
        if (!ring.get(0).equals(ring.get(ring.size() - 1))) {
            ring.add(ring.get(0).deepCopy());
        }
        var polygon = JSON.objectNode().put("type", "Polygon");
        polygon.putArray("coordinates").add(ring);
        try {
            var footprint = GeoJsonFootprint.of(polygon);
            var bounds = footprint.getEnvelopeInternal();
            root.set("geometry", GeoJsonFootprint.write(footprint));
            root.set(
                    "bbox",
                    box(bounds.getMinX(), bounds.getMinY(), bounds.getMaxX(), bounds.getMaxY()));
        } catch (IllegalArgumentException e) {
            throw new SafeException(file, element, e.getMessage(), "a polygon on the ground");
        }
    }

    private static ArrayNode box(double... edges) {
        var box = JSON.arrayNode();
        for (var edge : edges) {
            box.add(edge);
        }
        return box;
    }

    ObjectNode build() {
        root.set("properties", properties);
        root.putArray("links");
        root.set("assets", assets);
        return root;
    }

    /** A time as the ground segments write it: with or without zone, which is always UTC. */
    static Instant time(String text, String file, String element) throws SafeException {
        try {
            return text.endsWith("Z") || text.matches(".*[+-]\\d{2}:?\\d{2}")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text, DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                            .toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new SafeException(file, element, text, "a time such as 2023-06-25T23:46:21.024Z");
        }
    }

    /** The numbers of a list with blanks or commas between them. */
    static List<Double> numbers(String text, String file, String element) throws SafeException {
        var words = text.trim().split("[\\s,]+", 2 * 20_000 + 1);
        var numbers = new ArrayList<Double>(words.length);
        for (var word : words) {
            try {
                var number = Double.parseDouble(word);
                if (!Double.isFinite(number)) {
                    throw new NumberFormatException(word);
                }
                numbers.add(number);
            } catch (NumberFormatException e) {
                throw new SafeException(file, element, word, "numbers");
            }
        }
        return numbers;
    }
}
