package io.groundtrack.ingest.adapter.cdse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the rasters lie in a SAFE product whose listing nobody sent.
 *
 * <p>in: product name, folder, and for Sentinel-2 datastrip and absolute orbit → out: STAC assets,
 * or none where the layout is not known: single-tile Sentinel-2 products (level 1C; level 2A from
 * baseline 02.07 on) and Sentinel-1 GRD. The granule folder of Sentinel-2 is named by tile,
 * absolute orbit and the sensing time of the datastrip, the files by tile and datatake start; the
 * measurement files of Sentinel-1 repeat the words of the product name. Sources: Sentinel-2
 * Products Specification Document 14.9, section 4.9.2; Sentinel-1 Product Specification, naming
 * conventions; checked on ten real products.
 */
final class SafeLayout {

    private static final Pattern SENTINEL2 =
            Pattern.compile(
                    "S2[A-D]_MSI(L1C|L2A)_(\\d{8}T\\d{6})_N(\\d{4})_R\\d{3}_T(\\d{2})([C-X])([A-Z]{2})_\\d{8}T\\d{6}");
    private static final Pattern DATASTRIP =
            Pattern.compile("S2[A-D]_.*_\\d{8}T\\d{6}_S(\\d{8}T\\d{6})_N\\d{2}\\.\\d{2}");
    private static final Pattern SENTINEL1 =
            Pattern.compile(
                    "(S1[A-D])_(IW|EW|S[1-6])_GRD[FHM]_1S(DV|DH|SV|SH)_(\\d{8}T\\d{6})_(\\d{8}T\\d{6})_(\\d{6})_([0-9A-F]{6})_[0-9A-F]{4}(_COG)?");
    private static final Pattern FOLDER = Pattern.compile("/?[A-Za-z0-9][A-Za-z0-9_./-]{0,1000}");

    private static final List<String> METRES_10 = List.of("B02", "B03", "B04", "B08");
    private static final List<String> METRES_20 =
            List.of("B05", "B06", "B07", "B8A", "B11", "B12", "SCL");
    private static final List<String> METRES_60 = List.of("B01", "B09");

    private SafeLayout() {}

    /**
     * @param name product name without .SAFE
     * @param root put before the files: {@code s3://eodata/…/NAME.SAFE}
     * @param datastrip datastrip id; empty where unknown
     * @param absoluteOrbit 0 where unknown
     */
    static ObjectNode assets(String name, String root, String datastrip, int absoluteOrbit) {
        var assets = JsonNodeFactory.instance.objectNode();
        var optical = SENTINEL2.matcher(name);
        var strip = DATASTRIP.matcher(datastrip);
        var radar = SENTINEL1.matcher(name);
        if (optical.matches() && strip.matches() && absoluteOrbit > 0) {
            var level = optical.group(1);
            var tile = optical.group(4) + optical.group(5) + optical.group(6);
            if (level.equals("L2A") && optical.group(3).compareTo("0207") < 0) {
                return assets;
            }
            var images =
                    String.format(
                            Locale.ROOT,
                            "%s/GRANULE/%s_T%s_A%06d_%s/IMG_DATA/",
                            root,
                            level,
                            tile,
                            absoluteOrbit,
                            strip.group(1));
            var file = "T" + tile + "_" + optical.group(2) + "_";
            var epsg =
                    (optical.group(5).compareTo("N") >= 0 ? 32_600 : 32_700)
                            + Integer.parseInt(optical.group(4));
            optical(assets, images, file, level.equals("L2A"), epsg);
        } else if (radar.matches()) {
            var letters = radar.group(3);
            var like = letters.charAt(1) == 'V' ? "vv" : "hh";
            var cross = letters.charAt(1) == 'V' ? "vh" : "hv";
            radar(assets, root, radar.toMatchResult(), like, 1);
            if (letters.charAt(0) == 'D') {
                radar(assets, root, radar.toMatchResult(), cross, 2);
            }
        }
        return assets;
    }

    private static void optical(
            ObjectNode assets, String images, String file, boolean split, int epsg) {
        for (var metres : List.of(10, 20, 60)) {
            var bands = metres == 10 ? METRES_10 : metres == 20 ? METRES_20 : METRES_60;
            for (var band : bands) {
                if (!split && band.equals("SCL")) {
                    continue;
                }
                var suffix = split ? "_" + metres + "m" : "";
                var folder = split ? "R" + metres + "m/" : "";
                var asset = assets.putObject(band + suffix);
                asset.put("href", images + folder + file + band + suffix + ".jp2");
                asset.put("type", "image/jp2");
                asset.putArray("roles").add("data");
                asset.put("gsd", metres);
                asset.put("proj:code", "EPSG:" + epsg);
                asset.putArray("bands").addObject().put("name", band);
            }
        }
    }

    private static void radar(
            ObjectNode assets,
            String root,
            java.util.regex.MatchResult name,
            String polarization,
            int number) {
        var file =
                String.join(
                        "-",
                        name.group(1),
                        name.group(2),
                        "grd",
                        polarization,
                        name.group(4),
                        name.group(5),
                        name.group(6),
                        name.group(7),
                        String.format(Locale.ROOT, "%03d", number));
        var asset = assets.putObject(polarization);
        asset.put(
                "href",
                root
                        + "/measurement/"
                        + file.toLowerCase(Locale.ROOT)
                        + (name.group(8) == null ? "" : "-cog")
                        + ".tiff");
        asset.put("type", "image/tiff; application=geotiff");
        asset.putArray("roles").add("data");
        asset.putArray("bands").addObject().put("name", polarization.toUpperCase(Locale.ROOT));
    }

    /** A path such as the catalogue gives; empty for one that leads elsewhere. */
    static Optional<String> folder(String path) {
        return FOLDER.matcher(path).matches() && !path.contains("..") && !path.contains("//")
                ? Optional.of(path.startsWith("/") ? path : "/" + path)
                : Optional.empty();
    }
}
