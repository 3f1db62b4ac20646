package io.groundtrack.ingest.adapter.cdse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.adapter.FeedJson;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A product of the OData catalogue as STAC Item.
 *
 * <p>in: {@code Products} or {@code DeletedProducts} entity with its attributes → out: Item with
 * all that identity and version are read from; assets by {@link SafeLayout}, under a root of
 * choice. The sensing start is {@code ContentDate} where it agrees with the product's name: that of
 * a deleted product need not. Source: OData API of the Copernicus Data Space, names of attributes
 * as they stand in real answers.
 */
public final class OdataItem {

    private static final Pattern NAME = Pattern.compile("\\P{Cntrl}{1,500}");
    private static final Pattern SENTINEL = Pattern.compile("S([12])([A-D])_.*");
    private static final Pattern NAME_TIME = Pattern.compile("_(\\d{8}T\\d{6})_");
    private static final Pattern BASELINE = Pattern.compile("\\d{2}\\.\\d{2}");
    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final String root;

    /**
     * @param root what stands for {@code /eodata} in asset hrefs: {@code s3://eodata}, or the
     *     folder where it is mounted
     */
    public OdataItem(String root) {
        this.root = root.replaceFirst("/+$", "");
    }

    /** Name of the product without .SAFE; empty where it has none. */
    public static Optional<String> name(JsonNode product) {
        var name = product.path("Name").asText("").trim().replaceFirst("(?i)\\.(SAFE|zip)$", "");
        return NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
    }

    /** The Item of a product that has a name. */
    public ObjectNode of(JsonNode product) {
        var name = name(product).orElseThrow();
        var attributes = attributes(product.path("Attributes"));
        var item = JsonNodeFactory.instance.objectNode();
        item.put("type", "Feature");
        item.put("stac_version", "1.0.0");
        item.put("id", name);
        item.set("geometry", Footprints.of(product));
        var properties = item.putObject("properties");
        times(properties, product, name);
        platform(properties, name, attributes);
        copy(attributes, "relativeOrbitNumber", properties, "sat:relative_orbit");
        copy(attributes, "orbitNumber", properties, "sat:absolute_orbit");
        copy(attributes, "processingDate", properties, "processing:datetime");
        if (name.startsWith("S2")) {
            optical(properties, name, attributes);
        } else if (name.startsWith("S1")) {
            radar(properties, name, attributes);
        }
        properties.put("cdse:id", product.path("Id").asText(""));
        item.set("assets", assets(product, name, attributes));
        item.putArray("links");
        return item;
    }

    private ObjectNode assets(JsonNode product, String name, Map<String, JsonNode> attributes) {
        var folder =
                SafeLayout.folder(product.path("S3Path").asText(""))
                        .filter(path -> path.startsWith("/eodata/"))
                        .map(path -> path.substring("/eodata".length()));
        return folder.map(
                        path ->
                                SafeLayout.assets(
                                        name,
                                        root + path,
                                        text(attributes, "datastripId"),
                                        attributes
                                                .getOrDefault(
                                                        "orbitNumber",
                                                        JsonNodeFactory.instance.missingNode())
                                                .asInt(0)))
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }

    private static void times(ObjectNode properties, JsonNode product, String name) {
        var start = FeedJson.time(product.path("ContentDate").path("Start"));
        var end = FeedJson.time(product.path("ContentDate").path("End"));
        var named = named(name);
        if (named.isPresent()
                && start.filter(
                                s ->
                                        Duration.between(s, named.get()).abs().compareTo(TOLERANCE)
                                                <= 0)
                        .isEmpty()) {
            start = named;
            end = Optional.empty();
        }
        start.ifPresent(
                s -> {
                    properties.put("datetime", s.toString());
                    properties.put("start_datetime", s.toString());
                });
        end.ifPresent(e -> properties.put("end_datetime", e.toString()));
        FeedJson.time(product.path("PublicationDate"))
                .ifPresent(t -> properties.put("created", t.toString()));
        FeedJson.time(product.path("ModificationDate"))
                .or(() -> FeedJson.time(product.path("DeletionDate")))
                .ifPresent(t -> properties.put("updated", t.toString()));
    }

    /** Sensing or datatake start as the name has it; names of level 0 and old ones differ. */
    private static Optional<Instant> named(String name) {
        var match = NAME_TIME.matcher(name);
        if (!name.matches("S1[A-D]_.*|S2[A-D]_MSIL(1C|2A)_.*") || !match.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    LocalDateTime.parse(match.group(1), COMPACT).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static void platform(
            ObjectNode properties, String name, Map<String, JsonNode> attributes) {
        var match = SENTINEL.matcher(name);
        if (match.matches()) {
            properties.put("constellation", "sentinel-" + match.group(1));
            properties.put(
                    "platform",
                    "sentinel-" + match.group(1) + match.group(2).toLowerCase(Locale.ROOT));
        } else {
            copy(attributes, "platformShortName", properties, "constellation");
        }
    }

    private static void optical(
            ObjectNode properties, String name, Map<String, JsonNode> attributes) {
        properties.put("s2:product_uri", name + ".SAFE");
        copy(attributes, "productType", properties, "s2:product_type");
        copy(attributes, "productType", properties, "processing:level");
        copy(attributes, "productGroupId", properties, "s2:datatake_id");
        copy(attributes, "datastripId", properties, "s2:datastrip_id");
        var baseline = text(attributes, "processorVersion");
        if (BASELINE.matcher(baseline).matches()) {
            properties.put("s2:processing_baseline", baseline);
        }
        var tile = text(attributes, "tileId");
        if (tile.matches("\\d{1,2}[C-X][A-Z]{2}")) {
            properties.put("grid:code", "MGRS-" + tile);
        }
    }

    private static void radar(
            ObjectNode properties, String name, Map<String, JsonNode> attributes) {
        properties.put("s1:product_identifier", name);
        copy(attributes, "productType", properties, "sar:product_type");
        var mode = text(attributes, "operationalMode");
        if (!mode.isEmpty()) {
            // one stripmap beam is still the mode SM
            properties.put("sar:instrument_mode", mode.matches("S[1-6]") ? "SM" : mode);
        }
        var polarizations = text(attributes, "polarisationChannels");
        if (polarizations.matches("[HV]{2}([&,][HV]{2})*")) {
            var list = properties.putArray("sar:polarizations");
            for (var polarization : polarizations.split("[&,]")) {
                list.add(polarization);
            }
        }
    }

    private static Map<String, JsonNode> attributes(JsonNode list) {
        var attributes = new HashMap<String, JsonNode>();
        for (var attribute : list) {
            var value = attribute.path("Value");
            if (value.isValueNode() && !value.isNull()) {
                attributes.putIfAbsent(attribute.path("Name").asText(""), value);
            }
        }
        return attributes;
    }

    private static String text(Map<String, JsonNode> attributes, String name) {
        var value = attributes.get(name);
        return value == null ? "" : value.asText("");
    }

    private static void copy(
            Map<String, JsonNode> attributes, String from, ObjectNode properties, String to) {
        var value = attributes.get(from);
        if (value != null) {
            properties.set(to, value);
        }
    }
}
