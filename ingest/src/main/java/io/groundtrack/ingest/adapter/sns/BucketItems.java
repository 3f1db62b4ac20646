package io.groundtrack.ingest.adapter.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.adapter.FeedJson;
import io.groundtrack.ingest.tiling.TileFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the Sentinel buckets of the registry of open data say about a new product, as STAC Items.
 *
 * <p>in: {@code productInfo.json} of Sentinel-2 (topics NewSentinel2Product, SentinelS2L2A) or of
 * Sentinel-1 (SentinelS1L1C), or the {@code tileInfo.json} of one tile → out: an Item for each
 * tile, or for the slice; none where it is something else. Assets by the layout of the buckets. A
 * message about Sentinel-2 without the tile's own geometry has the ground of the whole granule as
 * footprint; the pixels say later what is empty.
 */
final class BucketItems {

    private static final Pattern SENTINEL2 =
            Pattern.compile(
                    "(S2[A-D])_MSI(L1C|L2A)_\\d{8}T\\d{6}_N(\\d{2})(\\d{2})_R(\\d{3})_T\\w{5}_(\\d{8}T\\d{6})");
    private static final Pattern SENTINEL1 = Pattern.compile("(S1[A-D])_.{2}_(GRD|SLC|OCN|RAW).*");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./-]{0,512}");
    private static final int MOST_TILES = 64;

    private BucketItems() {}

    static List<ObjectNode> of(JsonNode info) {
        var name = info.path("name").asText(info.path("productName").asText(""));
        if (SENTINEL2.matcher(name).matches()) {
            return optical(info, name);
        }
        var id = info.path("id").asText("");
        return SENTINEL1.matcher(id).matches() && info.path("missionId").isTextual()
                ? List.of(radar(info, id))
                : List.of();
    }

    private static List<ObjectNode> optical(JsonNode info, String name) {
        var tiles = new ArrayList<JsonNode>();
        if (info.path("tiles").isArray()) {
            info.path("tiles").forEach(tiles::add);
        } else {
            tiles.add(info);
        }
        var items = new ArrayList<ObjectNode>();
        for (var tile : tiles.subList(0, Math.min(tiles.size(), MOST_TILES))) {
            tile(info, tile, name, tiles.size() > 1).ifPresent(items::add);
        }
        return items;
    }

    private static Optional<ObjectNode> tile(
            JsonNode info, JsonNode tile, String name, boolean oneOfMany) {
        var frame =
                TileFrame.of(
                        tile.path("utmZone").asText("")
                                + tile.path("latitudeBand").asText("")
                                + tile.path("gridSquare").asText(""));
        var path = tile.path("path").asText("");
        if (frame.isEmpty() || !isPath(path)) {
            return Optional.empty();
        }
        var words = SENTINEL2.matcher(name);
        if (!words.matches()) {
            return Optional.empty();
        }
        var item = item(oneOfMany ? name + "_" + frame.get().name() : name);
        var geometry = BucketGeometry.ofTile(tile.path("tileDataGeometry"), frame.get());
        item.set("geometry", geometry);
        var properties = (ObjectNode) item.path("properties");
        platform(properties, words.group(1));
        var start = info.path("tiles").isArray() ? info.path("timestamp") : null;
        if (start != null) {
            FeedJson.time(start).ifPresent(t -> properties.put("datetime", t.toString()));
        }
        if (!properties.has("datetime")) {
            FeedJson.time(tile.path("timestamp"))
                    .ifPresent(t -> properties.put("datetime", t.toString()));
        }
        properties.put("s2:product_uri", name + ".SAFE");
        properties.put("s2:product_type", "S2MSI" + words.group(2).substring(1));
        properties.put("s2:processing_baseline", words.group(3) + "." + words.group(4));
        properties.put("sat:relative_orbit", Integer.parseInt(words.group(5)));
        properties.put("grid:code", "MGRS-" + frame.get().name());
        text(info, "datatakeIdentifier", properties, "s2:datatake_id");
        text(tile.path("datastrip"), "id", properties, "s2:datastrip_id");
        FeedJson.time(info.path("s3Ingestion"))
                .ifPresent(t -> properties.put("updated", t.toString()));
        assets(item, words.group(2).equals("L2A"), path, frame.get().epsg());
        return Optional.of(item);
    }

    private static void assets(ObjectNode item, boolean split, String path, int epsg) {
        var assets = (ObjectNode) item.path("assets");
        var bucket = split ? "s3://sentinel-s2-l2a/" : "s3://sentinel-s2-l1c/";
        for (var band :
                List.of(
                        "B02:10", "B03:10", "B04:10", "B08:10", "B05:20", "B06:20", "B07:20",
                        "B8A:20", "B11:20", "B12:20", "SCL:20", "B01:60", "B09:60")) {
            var name = band.substring(0, 3);
            var metres = band.substring(4);
            if (!split && name.equals("SCL")) {
                continue;
            }
            var asset = assets.putObject(name);
            asset.put(
                    "href",
                    bucket + path + "/" + (split ? "R" + metres + "m/" : "") + name + ".jp2");
            asset.put("type", "image/jp2");
            asset.put("gsd", Integer.parseInt(metres));
            asset.put("proj:code", "EPSG:" + epsg);
            asset.putArray("bands").addObject().put("name", name);
        }
    }

    private static ObjectNode radar(JsonNode info, String id) {
        var item = item(id);
        item.set("geometry", BucketGeometry.inDegrees(info.path("footprint")));
        var properties = (ObjectNode) item.path("properties");
        platform(properties, id.substring(0, 3));
        FeedJson.time(info.path("startTime"))
                .ifPresent(
                        t -> {
                            properties.put("datetime", t.toString());
                            properties.put("start_datetime", t.toString());
                        });
        FeedJson.time(info.path("stopTime"))
                .ifPresent(t -> properties.put("end_datetime", t.toString()));
        text(info, "productType", properties, "sar:product_type");
        var mode = info.path("mode").asText("");
        if (!mode.isEmpty()) {
            properties.put("sar:instrument_mode", mode.matches("S[1-6]") ? "SM" : mode);
        }
        if (info.path("absoluteOrbitNumber").isIntegralNumber()) {
            properties.set("sat:absolute_orbit", info.path("absoluteOrbitNumber"));
        }
        properties.put("s1:product_identifier", id);
        FeedJson.time(info.path("s3Ingestion"))
                .ifPresent(t -> properties.put("updated", t.toString()));
        var polarizations =
                switch (info.path("polarization").asText("")) {
                    case "DV" -> List.of("VV", "VH");
                    case "DH" -> List.of("HH", "HV");
                    case "SV" -> List.of("VV");
                    case "SH" -> List.of("HH");
                    default -> List.<String>of();
                };
        var path = info.path("path").asText("");
        if (!polarizations.isEmpty()) {
            polarizations.forEach(properties.putArray("sar:polarizations")::add);
        }
        // terrain-corrected scenes lie in a bucket of another layout
        if (isPath(path) && info.path("productType").asText("").equals("GRD")) {
            for (var polarization : polarizations) {
                var lower = polarization.toLowerCase(Locale.ROOT);
                var asset = ((ObjectNode) item.path("assets")).putObject(lower);
                asset.put(
                        "href",
                        "s3://sentinel-s1-l1c/"
                                + path
                                + "/measurement/"
                                + mode.toLowerCase(Locale.ROOT)
                                + "-"
                                + lower
                                + ".tiff");
                asset.put("type", "image/tiff; application=geotiff");
                asset.putArray("bands").addObject().put("name", polarization);
            }
        }
        return item;
    }

    private static ObjectNode item(String id) {
        var item = JsonNodeFactory.instance.objectNode();
        item.put("type", "Feature");
        item.put("stac_version", "1.0.0");
        item.put("id", id);
        item.putObject("properties");
        item.putObject("assets");
        item.putArray("links");
        return item;
    }

    private static void platform(ObjectNode properties, String word) {
        properties.put("constellation", "sentinel-" + word.charAt(1));
        properties.put("platform", "sentinel-" + word.substring(1).toLowerCase(Locale.ROOT));
    }

    private static void text(JsonNode from, String name, ObjectNode properties, String to) {
        var value = from.path(name);
        if (value.isTextual() && value.textValue().length() <= 512) {
            properties.put(to, value.textValue());
        }
    }

    private static boolean isPath(String path) {
        return PATH.matcher(path).matches() && !path.contains("..") && !path.contains("//");
    }
}
