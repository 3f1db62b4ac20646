package io.groundtrack.ingest.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;

/**
 * Says in one way what catalogues say in several, so that one product has one identity.
 *
 * <p>in: STAC Item of any catalogue → out: the same Item, with the properties of the Sentinel-2
 * extension filled from those of the EOPF extension (Copernicus Data Space), the MGRS extension
 * from the names before it, and relative asset hrefs made absolute. What is there already stays.
 */
public final class ItemForms {

    private static final Map<String, String> SENTINEL2 =
            Map.of(
                    "eopf:datastrip_id", "s2:datastrip_id",
                    "eopf:datatake_id", "s2:datatake_id",
                    "sentinel:utm_zone", "mgrs:utm_zone",
                    "sentinel:latitude_band", "mgrs:latitude_band",
                    "sentinel:grid_square", "mgrs:grid_square");

    private ItemForms() {}

    /**
     * Changes the Item in place.
     *
     * @param base where the Item was read; its own {@code self} link goes before it
     */
    public static ObjectNode normalised(ObjectNode item, URI base) {
        if (item.path("properties") instanceof ObjectNode properties) {
            SENTINEL2.forEach(
                    (other, ours) -> {
                        // the EOPF extension gives Sentinel-1 a number there, which is no datatake
                        // of Sentinel-2
                        var value = properties.path(other);
                        if (!properties.has(ours)
                                && value.isValueNode()
                                && !value.isNull()
                                && (value.isTextual() || other.startsWith("sentinel:"))) {
                            properties.set(ours, value);
                        }
                    });
        }
        for (var asset : item.path("assets").properties()) {
            if (asset.getValue() instanceof ObjectNode fields) {
                absolute(fields, item, base);
            }
        }
        return item;
    }

    private static void absolute(ObjectNode asset, JsonNode item, URI base) {
        var href = asset.path("href").asText("");
        if (!href.startsWith("./") && !href.startsWith("../")) {
            return;
        }
        try {
            asset.put("href", self(item, base).resolve(href).toString());
        } catch (IllegalArgumentException e) {
            // no URI: the job says so when it opens the asset
        }
    }

    private static URI self(JsonNode item, URI base) {
        for (var link : item.path("links")) {
            var href = link.path("href").asText("");
            if (link.path("rel").asText("").equals("self") && href.matches("https?://.*")) {
                return URI.create(href);
            }
        }
        return base;
    }
}
