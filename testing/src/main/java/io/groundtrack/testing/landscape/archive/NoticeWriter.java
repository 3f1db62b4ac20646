package io.groundtrack.testing.landscape.archive;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.testing.landscape.scene.Area;
import io.groundtrack.testing.landscape.scene.Plane;
import io.groundtrack.testing.landscape.scene.Scene;
import io.groundtrack.testing.landscape.scene.SceneClass;
import io.groundtrack.testing.landscape.scene.Utm;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * Makes the notice of a product: a CloudEvents 1.0 envelope round a STAC 1.1 Item.
 *
 * <p>in: product and its scene → out: JSON. Links to pixels are relative to the folder of the
 * archive. The footprint keeps a pixel's distance from the edge: its sides are straight in degrees
 * and must not reach over into patches that nothing was sensed of.
 */
final class NoticeWriter {

    private static final double INSET = 10;
    private static final String TIFF = "image/tiff; application=geotiff; profile=cloud-optimized";
    private static final List<String> EXTENSIONS =
            List.of(
                    "projection/v2.0.0",
                    "raster/v2.0.0",
                    "sat/v1.0.0",
                    "grid/v1.1.0",
                    "processing/v1.2.0");

    private final ObjectMapper json;
    private final Area area;

    NoticeWriter(ObjectMapper json, Area area) {
        this.json = json;
        this.area = area;
    }

    /** The notice that says the product was made. */
    ObjectNode notice(Product product, Scene scene) {
        return event("create", product.published(), product, scene);
    }

    /** The notice that takes the product back. */
    ObjectNode withdrawal(Product product, Scene scene) {
        return event("delete", product.deleted(), product, scene);
    }

    private ObjectNode event(String operation, Instant sent, Product product, Scene scene) {
        var event = json.createObjectNode();
        event.put("specversion", "1.0");
        event.put("id", product.name() + "/" + text(sent));
        event.put("source", "urn:groundtrack:archive:landscape");
        event.put("type", "org.ogc.api.collection.item." + operation);
        event.put("subject", product.name());
        event.put("time", text(sent));
        event.put("datacontenttype", "application/geo+json");
        event.set("data", item(product, scene));
        return event;
    }

    private ObjectNode item(Product product, Scene scene) {
        boolean radar = product.spec().sensor() == Sensor.S1;
        var item = json.createObjectNode();
        item.put("type", "Feature");
        item.put("stac_version", "1.1.0");
        item.put("id", product.name());
        item.put("collection", radar ? "sentinel-1-rtc" : "sentinel-2-l2a");
        footprint(item, product);
        var extensions = item.putArray("stac_extensions");
        EXTENSIONS.forEach(
                name ->
                        extensions.add(
                                "https://stac-extensions.github.io/" + name + "/schema.json"));
        if (radar) {
            extensions.add("https://stac-extensions.github.io/sar/v1.0.0/schema.json");
        }
        var properties = item.putObject("properties");
        common(properties, product);
        if (radar) {
            radar(properties, product);
        } else {
            optical(properties, product, scene);
        }
        item.putArray("links");
        var assets = item.putObject("assets");
        scene.planes().forEach(plane -> asset(assets, product, plane));
        if (scene.scl() != null) {
            asset(assets, product, scene.scl());
        }
        return item;
    }

    private void common(ObjectNode properties, Product product) {
        var spec = product.spec();
        properties.put("datetime", text(product.start()));
        properties.put("created", text(product.published()));
        properties.put("updated", text(product.published()));
        properties.put("platform", spec.platform());
        properties.put("constellation", spec.platform().substring(0, "sentinel-1".length()));
        properties.putArray("instruments").add(spec.sensor() == Sensor.S1 ? "c-sar" : "msi");
        properties.put("sat:absolute_orbit", spec.absoluteOrbit());
        properties.put("sat:relative_orbit", spec.relativeOrbit());
        properties.put("sat:orbit_state", spec.ascending() ? "ascending" : "descending");
        properties.put("processing:datetime", text(product.generated()));
    }

    private void radar(ObjectNode properties, Product product) {
        properties.put("start_datetime", text(product.start()));
        properties.put("end_datetime", text(product.start().plus(Products.SLICE)));
        properties.put("sar:instrument_mode", "IW");
        properties.putArray("sar:polarizations").add("VV").add("VH");
        properties.put("sar:product_type", "RTC");
        properties.put("sar:frequency_band", "C");
    }

    private void optical(ObjectNode properties, Product product, Scene scene) {
        var spec = product.spec();
        var datatake = Products.COMPACT.format(spec.start());
        properties.put("grid:code", "MGRS-" + area.frame().tile());
        properties.put("processing:level", "L2A");
        properties.put("s2:processing_baseline", product.baseline());
        properties.put("s2:generation_time", text(product.generated()));
        properties.put(
                "s2:datatake_id",
                String.format(
                        Locale.ROOT,
                        "G%s_%s_%06d_N%s",
                        spec.satellite(),
                        datatake,
                        spec.absoluteOrbit(),
                        product.baseline()));
        properties.put(
                "s2:datastrip_id",
                String.format(
                        Locale.ROOT,
                        "%s_OPER_MSI_L2A_DS_2APS_%s_S%s_N%s",
                        spec.satellite(),
                        Products.COMPACT.format(product.generated()),
                        Products.COMPACT.format(product.start().plusSeconds(232)),
                        product.baseline()));
        properties.put("eo:cloud_cover", cloudCover(scene.scl().stored()));
    }

    private void asset(ObjectNode assets, Product product, Plane plane) {
        var asset = assets.putObject(plane.name());
        int firstRow = product.firstRow() * 10 / plane.metres();
        asset.put("href", href(product, plane));
        asset.put("type", TIFF);
        asset.putArray("roles").add("data");
        asset.put("proj:code", "EPSG:" + area.frame().epsg());
        asset.putArray("proj:shape").add(product.rows() * 10 / plane.metres()).add(plane.width());
        asset.putArray("proj:transform")
                .add((double) plane.metres())
                .add(0.0)
                .add((double) area.left())
                .add(0.0)
                .add((double) -plane.metres())
                .add((double) (area.top() - firstRow * plane.metres()));
        asset.putArray("bands").addObject().put("name", plane.name());
        if (plane.linear() != null) {
            asset.put("data_type", "float32").put("unit", "linear").put("nodata", "nan");
        } else if (plane.name().equals("SCL")) {
            asset.put("data_type", "uint8").put("nodata", 0);
        } else {
            asset.put("data_type", "uint16").put("raster:scale", 0.0001);
            asset.put("raster:offset", -Plane.STORED_OFFSET * 0.0001).put("nodata", 0);
        }
    }

    /** Path of a plane's file in the archive, with slashes. */
    static String href(Product product, Plane plane) {
        if (plane.linear() != null) {
            return product.name() + "/" + product.name() + "_" + plane.name() + ".tif";
        }
        return product.name()
                + ".SAFE/"
                + product.name()
                + "_"
                + plane.name()
                + "_"
                + plane.metres()
                + "m.tif";
    }

    private void footprint(ObjectNode item, Product product) {
        double left = area.left() + INSET;
        double right = area.left() + area.width() * 10.0 - INSET;
        double top = area.top() - product.firstRow() * 10.0 - INSET;
        double bottom = top - product.rows() * 10.0 + 2 * INSET;
        var utm = Utm.ofEpsg(area.frame().epsg());
        var corners =
                List.of(
                        utm.toDegrees(left, top),
                        utm.toDegrees(left, bottom),
                        utm.toDegrees(right, bottom),
                        utm.toDegrees(right, top));
        var geometry = item.putObject("geometry");
        geometry.put("type", "Polygon");
        var ring = geometry.putArray("coordinates").addArray();
        corners.forEach(corner -> addPoint(ring, corner));
        addPoint(ring, corners.get(0));
        var bbox = item.putArray("bbox");
        bbox.add(rounded(corners.stream().mapToDouble(c -> c[0]).min().orElseThrow()));
        bbox.add(rounded(corners.stream().mapToDouble(c -> c[1]).min().orElseThrow()));
        bbox.add(rounded(corners.stream().mapToDouble(c -> c[0]).max().orElseThrow()));
        bbox.add(rounded(corners.stream().mapToDouble(c -> c[1]).max().orElseThrow()));
    }

    private static void addPoint(ArrayNode ring, double[] degrees) {
        ring.addArray().add(rounded(degrees[0])).add(rounded(degrees[1]));
    }

    static double rounded(double degrees) {
        return Math.round(degrees * 1e7) / 1e7;
    }

    private static double cloudCover(short[] classes) {
        int clouds = 0;
        int data = 0;
        for (short sceneClass : classes) {
            data += sceneClass == SceneClass.NO_DATA ? 0 : 1;
            clouds += sceneClass >= SceneClass.CLOUD_MEDIUM ? 1 : 0;
        }
        return data == 0 ? 0 : Math.round(1e4 * clouds / data) / 100.0;
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
