package io.groundtrack.model.checkpoint;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What {@code bands.json} says: the band order of both sensors and their statistics.
 *
 * <p>Example: {@code {"resampling": "120_nearest", "s1": {"bands": ["VV", "VH"], "mean": [-12.6,
 * -19.3], "std": [5.1, 5.6]}, "s2": {…}}}. Input is mapped to this order by name; weights are never
 * permuted.
 *
 * @param resampling the size and resampling the statistics were taken at
 * @param transposed rows and columns of the input are exchanged before the first layer, as the
 *     official CSMAE weights want it
 */
public record Bands(String resampling, boolean transposed, BandSet s1, BandSet s2) {

    /**
     * BigEarthNet v2, official training split, nearest resampling to 120 px; S1 in dB, S2 in
     * reflectance × 10000. Source: the statistics table published with ConfigILM (BENv2 utilities).
     */
    public static Bands bigEarthNet() {
        return new Bands(
                "120_nearest",
                false,
                new BandSet(
                        List.of("VV", "VH"),
                        new float[] {-12.643863677978516f, -19.352558135986328f},
                        new float[] {5.133493900299072f, 5.590505599975586f}),
                new BandSet(
                        List.of(
                                "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11",
                                "B12"),
                        new float[] {
                            438.3720703125f,
                            614.0556640625f,
                            588.4096069335938f,
                            942.8433227539062f,
                            1769.931640625f,
                            2049.551513671875f,
                            2193.2919921875f,
                            2235.556640625f,
                            1568.226806640625f,
                            997.7324829101562f
                        },
                        new float[] {
                            607.02685546875f,
                            603.2968139648438f,
                            684.56884765625f,
                            738.4326782226562f,
                            1100.4560546875f,
                            1275.805419921875f,
                            1369.3717041015625f,
                            1356.5440673828125f,
                            1070.1612548828125f,
                            813.5276489257812f
                        }));
    }

    /**
     * What the CSMAE authors' weights expect: BigEarthNet v1 in its older order, bicubic to 120 px,
     * rows and columns exchanged. Source: the statistics in the BigEarthNet-MM loaders that CSMAE
     * was trained with.
     */
    public static Bands csmaeV1() {
        return new Bands(
                "120_bicubic",
                true,
                new BandSet(
                        List.of("VH", "VV"),
                        new float[] {-19.29044597721542f, -12.619993741972035f},
                        new float[] {5.464428464912864f, 5.115911777546365f}),
                new BandSet(
                        List.of(
                                "B02", "B03", "B04", "B08", "B05", "B06", "B07", "B11", "B12",
                                "B8A"),
                        new float[] {
                            429.9430203f,
                            614.21682446f,
                            590.23569706f,
                            2218.94553375f,
                            950.68368468f,
                            1792.46290469f,
                            2075.46795189f,
                            1594.42694882f,
                            1009.32729131f,
                            2266.46036911f
                        },
                        new float[] {
                            572.41639287f,
                            582.87945694f,
                            675.88746967f,
                            1365.45589904f,
                            729.89827633f,
                            1096.01480586f,
                            1273.45393088f,
                            1079.19066363f,
                            818.86747235f,
                            1356.13789355f
                        }));
    }

    public static Bands read(String source, byte[] json) {
        JsonFields fields = JsonFields.parse(source, json);
        var bands =
                new Bands(
                        fields.text("resampling"),
                        fields.flag("transpose_input", false),
                        BandSet.read(fields.object("s1")),
                        BandSet.read(fields.object("s2")));
        fields.end();
        return bands;
    }

    public byte[] toJson() {
        var json = new JsonObject();
        json.addProperty("resampling", resampling);
        if (transposed) {
            json.addProperty("transpose_input", true);
        }
        json.add("s1", s1.toJson());
        json.add("s2", s2.toJson());
        return new GsonBuilder()
                .setPrettyPrinting()
                .create()
                .toJson(json)
                .getBytes(StandardCharsets.UTF_8);
    }
}
