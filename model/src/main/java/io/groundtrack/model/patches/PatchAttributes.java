package io.groundtrack.model.patches;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.groundtrack.model.checkpoint.JsonFields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is known of a patch beside its pixels.
 *
 * @param id as in {@link PatchExample}
 * @param place names the ground: looks at the same ground share it, and never lie on both sides of
 *     a split
 * @param tile MGRS 100 km square
 * @param row row of the patch in the tile
 * @param column column of the patch in the tile
 * @param epsg EPSG code of the tile's UTM zone
 * @param ulx easting of the upper-left corner, metres
 * @param uly northing of that corner, metres
 * @param longitude of the centre, degrees
 * @param latitude of the centre, degrees
 * @param s1 how Sentinel-1 saw it
 * @param s2 how Sentinel-2 saw it
 * @param source what it was made from
 * @param labels names of the classes present; empty where nobody knows
 */
public record PatchAttributes(
        String id,
        String place,
        String tile,
        int row,
        int column,
        int epsg,
        int ulx,
        int uly,
        double longitude,
        double latitude,
        Look s1,
        Look s2,
        String source,
        List<String> labels) {

    /**
     * One sensor's look at the patch.
     *
     * @param pass id of the pass
     * @param time sensing start, UTC
     * @param valid share of pixels with data, 0…1
     * @param clear share of pixels with data and without cloud or shadow, 0…1
     */
    public record Look(String pass, Instant time, double valid, double clear) {

        JsonObject toJson() {
            var json = new JsonObject();
            json.addProperty("pass", pass);
            json.addProperty("time", time.toString());
            json.addProperty("valid", valid);
            json.addProperty("clear", clear);
            return json;
        }

        static Look read(JsonFields fields) {
            Instant time;
            try {
                time = Instant.parse(fields.text("time"));
            } catch (DateTimeException e) {
                throw fields.refused("time", "such as 2024-06-04T10:10:31Z");
            }
            var look =
                    new Look(
                            fields.text("pass"),
                            time,
                            fields.decimal("valid"),
                            fields.decimal("clear"));
            fields.end();
            return look;
        }
    }

    public PatchAttributes {
        labels = List.copyOf(labels);
    }

    /** Time between the two looks. */
    public Duration gap() {
        return Duration.between(s1.time(), s2.time()).abs();
    }

    String toJson() {
        var json = new JsonObject();
        json.addProperty("id", id);
        json.addProperty("place", place);
        json.addProperty("tile", tile);
        json.addProperty("row", row);
        json.addProperty("column", column);
        json.addProperty("epsg", epsg);
        json.addProperty("ulx", ulx);
        json.addProperty("uly", uly);
        json.addProperty("longitude", longitude);
        json.addProperty("latitude", latitude);
        json.add("s1", s1.toJson());
        json.add("s2", s2.toJson());
        json.addProperty("gapHours", Math.round(gap().toSeconds() / 36.0) / 100.0);
        json.addProperty("source", source);
        var names = new JsonArray();
        labels.forEach(names::add);
        json.add("labels", names);
        return json.toString();
    }

    static PatchAttributes read(String source, byte[] line) {
        var fields = JsonFields.parse(source, line);
        fields.skip("gapHours");
        var attributes =
                new PatchAttributes(
                        fields.text("id"),
                        fields.text("place"),
                        fields.text("tile"),
                        fields.integer("row", 0, Integer.MAX_VALUE),
                        fields.integer("column", 0, Integer.MAX_VALUE),
                        fields.integer("epsg", 0, Integer.MAX_VALUE),
                        fields.integer("ulx", Integer.MIN_VALUE, Integer.MAX_VALUE),
                        fields.integer("uly", Integer.MIN_VALUE, Integer.MAX_VALUE),
                        fields.decimal("longitude"),
                        fields.decimal("latitude"),
                        Look.read(fields.object("s1")),
                        Look.read(fields.object("s2")),
                        fields.text("source"),
                        fields.texts("labels"));
        fields.end();
        return attributes;
    }
}
