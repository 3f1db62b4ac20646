package io.groundtrack.bench.raster;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.groundtrack.ingest.raster.CrsTransforms;
import io.groundtrack.ingest.tiling.TileFrame;

/**
 * Notices of products that fill a square of a tile: CloudEvents with STAC Items, hrefs relative.
 *
 * <p>State: the bands named since the last notice.
 */
final class GranuleNotices {

    /** Sides are straight in degrees between these points: off by less than a metre. */
    private static final int POINTS_A_SIDE = 12;

    private static final double INSET = 10;

    private final TileFrame frame;
    private final int side;
    private JsonObject assets = new JsonObject();

    GranuleNotices(TileFrame frame, int side) {
        this.frame = frame;
        this.side = side;
    }

    /** One more band of the next notice. */
    void band(String href, String name, int metres) {
        var asset = new JsonObject();
        asset.addProperty("href", href);
        asset.addProperty("type", "image/tiff; application=geotiff; profile=cloud-optimized");
        asset.add("roles", texts("data"));
        asset.addProperty("proj:code", "EPSG:" + frame.epsg());
        asset.add("proj:shape", numbers(side * 10 / metres, side * 10 / metres));
        asset.add("proj:transform", numbers(metres, 0, frame.ulx(), 0, -metres, frame.uly()));
        var band = new JsonObject();
        band.addProperty("name", name);
        var bands = new JsonArray();
        bands.add(band);
        asset.add("bands", bands);
        if (name.startsWith("V")) {
            asset.addProperty("data_type", "float32");
            asset.addProperty("unit", "linear");
            asset.addProperty("nodata", "nan");
        } else if (name.equals("SCL")) {
            asset.addProperty("data_type", "uint8");
            asset.addProperty("nodata", 0);
        } else {
            asset.addProperty("data_type", "uint16");
            asset.addProperty("raster:scale", 0.0001);
            asset.addProperty("raster:offset", -0.1);
            asset.addProperty("nodata", 0);
        }
        assets.add(name, asset);
    }

    String optical(String product) {
        var properties = common("2023-08-01T10:06:01Z", "sentinel-2a", 22, "descending");
        properties.addProperty("grid:code", "MGRS-" + frame.name());
        properties.addProperty("processing:level", "L2A");
        properties.addProperty("s2:processing_baseline", "05.10");
        properties.addProperty("s2:generation_time", "2023-08-01T14:49:01Z");
        properties.addProperty("eo:cloud_cover", 20);
        return notice(product, "sentinel-2-l2a", properties);
    }

    String radar(String product) {
        var properties = common("2023-08-01T05:18:00Z", "sentinel-1a", 44, "descending");
        properties.addProperty("start_datetime", "2023-08-01T05:18:00Z");
        properties.addProperty("end_datetime", "2023-08-01T05:18:25Z");
        properties.addProperty("sar:instrument_mode", "IW");
        properties.add("sar:polarizations", texts("VV", "VH"));
        properties.addProperty("sar:product_type", "RTC");
        return notice(product, "sentinel-1-rtc", properties);
    }

    private static JsonObject common(String time, String platform, int orbit, String state) {
        var properties = new JsonObject();
        properties.addProperty("datetime", time);
        properties.addProperty("created", "2023-08-01T15:00:00Z");
        properties.addProperty("updated", "2023-08-01T15:00:00Z");
        properties.addProperty("platform", platform);
        properties.addProperty("constellation", platform.substring(0, platform.length() - 1));
        properties.add("instruments", texts(platform.startsWith("sentinel-1") ? "c-sar" : "msi"));
        properties.addProperty("sat:relative_orbit", orbit);
        properties.addProperty("sat:orbit_state", state);
        properties.addProperty("processing:datetime", "2023-08-01T14:49:01Z");
        return properties;
    }

    private String notice(String product, String collection, JsonObject properties) {
        var item = new JsonObject();
        item.addProperty("type", "Feature");
        item.addProperty("stac_version", "1.1.0");
        item.addProperty("id", product);
        item.addProperty("collection", collection);
        item.add("geometry", footprint());
        item.add("properties", properties);
        item.add("links", new JsonArray());
        item.add("assets", assets);
        assets = new JsonObject();
        var event = new JsonObject();
        event.addProperty("specversion", "1.0");
        event.addProperty("id", product + "/2023-08-01T15:00:00Z");
        event.addProperty("source", "urn:groundtrack:bench:granule");
        event.addProperty("type", "org.ogc.api.collection.item.create");
        event.addProperty("subject", product);
        event.addProperty("time", "2023-08-01T15:00:00Z");
        event.addProperty("datacontenttype", "application/geo+json");
        event.add("data", item);
        return event.toString();
    }

    /** The square less a pixel's distance all round: what is not sensed must not be reached. */
    private JsonObject footprint() {
        var toDegrees = new CrsTransforms().between(frame.epsg(), CrsTransforms.WGS84);
        double left = frame.ulx() + INSET;
        double top = frame.uly() - INSET;
        double length = side * 10.0 - 2 * INSET;
        var ring = new JsonArray();
        for (int i = 0; i <= 4 * POINTS_A_SIDE; i++) {
            double along = i % POINTS_A_SIDE / (double) POINTS_A_SIDE * length;
            double x = left;
            double y = top;
            switch (i / POINTS_A_SIDE % 4) {
                case 0 -> y -= along;
                case 1 -> {
                    x += along;
                    y -= length;
                }
                case 2 -> {
                    x += length;
                    y -= length - along;
                }
                default -> x += length - along;
            }
            toDegrees.move(x, y);
            ring.add(
                    numbers(
                            Math.round(toDegrees.x() * 1e7) / 1e7,
                            Math.round(toDegrees.y() * 1e7) / 1e7));
        }
        var rings = new JsonArray();
        rings.add(ring);
        var geometry = new JsonObject();
        geometry.addProperty("type", "Polygon");
        geometry.add("coordinates", rings);
        return geometry;
    }

    private static JsonArray numbers(double... values) {
        var array = new JsonArray();
        for (double value : values) {
            array.add(value == Math.rint(value) ? (Number) (long) value : (Number) value);
        }
        return array;
    }

    private static JsonArray texts(String... values) {
        var array = new JsonArray();
        for (var value : values) {
            array.add(value);
        }
        return array;
    }
}
