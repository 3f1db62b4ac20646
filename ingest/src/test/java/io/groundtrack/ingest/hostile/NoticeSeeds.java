package io.groundtrack.ingest.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sound notices that mutations start from: two made ones, and real ones where they lie near. */
final class NoticeSeeds {

    static final String SENTINEL_1 =
            event(
                    "S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13",
                    """
                    {"datetime":"2021-08-09T17:40:05.653288Z",
                     "start_datetime":"2021-08-09T17:39:53.153776Z",
                     "end_datetime":"2021-08-09T17:40:18.152800Z","platform":"sentinel-1a",
                     "constellation":"sentinel-1","sar:instrument_mode":"IW",
                     "sar:polarizations":["VV","VH"],"sar:product_type":"GRD",
                     "sat:absolute_orbit":39156,"sat:relative_orbit":59,
                     "s1:processing_datetime":"2021-08-09T20:19:58Z"}
                    """,
                    """
                    {"vv":{"href":"vv.tiff","unit":"dB"},"vh":{"href":"vh.tiff","unit":"dB"}}
                    """);

    static final String SENTINEL_2 =
            event(
                    "S2A_MSIL2A_20220706T100031_N0400_R122_T33UUP_20220706T153419",
                    """
                    {"datetime":"2022-07-06T10:08:11.024Z","created":"2022-07-06T18:00:00Z",
                     "updated":"2022-07-07T00:00:00Z","platform":"sentinel-2a",
                     "constellation":"sentinel-2","grid:code":"MGRS-33UUP",
                     "sat:relative_orbit":122,"s2:processing_baseline":"04.00",
                     "s2:product_type":"S2MSI2A",
                     "s2:datatake_id":"GS2A_20220706T100031_036756_N04.00","s2:datastrip_id":
                     "S2A_OPER_MSI_L2A_DS_VGS4_20220706T153419_S20220706T100210_N04.00"}
                    """,
                    """
                    {"B04":{"href":"B04.tif","proj:code":"EPSG:32633","raster:scale":0.0001,
                            "raster:offset":-0.1,"nodata":0,"roles":["data"],
                            "proj:transform":[10,0,300000,0,-10,5400000],
                            "bands":[{"name":"B04","eo:common_name":"red"}]},
                     "SCL":{"href":"SCL.tif"}}
                    """);

    private NoticeSeeds() {}

    private static String event(String id, String properties, String assets) {
        return """
        {"specversion":"1.0","id":"%s/1","source":"urn:test","type":"item.create",
         "time":"2022-07-07T01:00:00Z","data":{"type":"Feature","stac_version":"1.1.0","id":"%s",
         "collection":"any","geometry":{"type":"Polygon","coordinates":
         [[[13.5,48.2],[13.9,48.2],[13.9,48.4],[13.5,48.4],[13.5,48.2]]]},
         "properties":%s,"assets":%s}}
        """
                .formatted(id, id, properties, assets)
                .replaceAll("\\R\\s*", "");
    }

    /** The made ones, and three of every file of real ones. */
    static List<byte[]> all() throws IOException {
        var seeds = new ArrayList<byte[]>();
        seeds.add(SENTINEL_1.getBytes(StandardCharsets.UTF_8));
        seeds.add(SENTINEL_2.getBytes(StandardCharsets.UTF_8));
        var real =
                Path.of(System.getProperty("project.root", ".."), "../shared/data/notices")
                        .toAbsolutePath()
                        .normalize();
        if (Files.isDirectory(real)) {
            try (var files = Files.list(real)) {
                for (var file : files.sorted().toList()) {
                    try (var lines = Files.lines(file)) {
                        lines.limit(3)
                                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                                .forEach(seeds::add);
                    }
                }
            }
        }
        return seeds;
    }
}
