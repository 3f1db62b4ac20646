package io.groundtrack.ingest.safe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A Sentinel-2 L1C product of one band, described in full; its pixels are a few letters. */
public final class TinySafe {

    static final String GRANULE = "GRANULE/L1C_T27VWK_A036143_20240206T131359/";
    static final String RED = GRANULE + "IMG_DATA/T27VWK_20240206T131259_B04.jp2";
    static final String TILE_METADATA = GRANULE + "MTD_TL.xml";

    private TinySafe() {}

    /** Writes {@code NAME.SAFE} into a folder. */
    public static Path folder(Path into, String name) throws IOException {
        var product = into.resolve(name + ".SAFE");
        for (var file : files(name).entrySet()) {
            var path = product.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return product;
    }

    /** Writes {@code NAME.zip} into a folder. */
    public static Path zip(Path into, String name) throws IOException {
        var zip = Files.createDirectories(into).resolve(name + ".zip");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (var file : files(name).entrySet()) {
                out.putNextEntry(new ZipEntry(name + ".SAFE/" + file.getKey()));
                out.write(file.getValue());
                out.closeEntry();
            }
        }
        return zip;
    }

    private static Map<String, byte[]> files(String name) {
        var files = new LinkedHashMap<String, byte[]>();
        files.put(RED, bytes("no pixels, but as many bytes as the manifest says"));
        files.put(TILE_METADATA, bytes(tile()));
        files.put("MTD_MSIL1C.xml", bytes(product(name)));
        files.put("HTML/index.html", bytes("<html/>"));
        var objects = new StringBuilder();
        files.forEach(
                (path, content) ->
                        objects.append("<dataObject><byteStream size=\"")
                                .append(content.length)
                                .append("\"><fileLocation href=\"./")
                                .append(path)
                                .append("\"/></byteStream></dataObject>"));
        files.put(
                "manifest.safe",
                bytes(
                        "<xfdu:XFDU xmlns:xfdu=\"urn:ccsds:schema:xfdu:1\"><dataObjectSection>"
                                + objects
                                + "</dataObjectSection></xfdu:XFDU>"));
        return files;
    }

    private static String product(String name) {
        var words = name.split("_");
        var baseline = words[3].substring(1, 3) + "." + words[3].substring(3);
        return "<n1:Level-1C_User_Product xmlns:n1=\"urn:n1\"><n1:General_Info><Product_Info>"
                + "<PRODUCT_URI>"
                + name
                + ".SAFE</PRODUCT_URI>"
                + "<PRODUCT_TYPE>S2MSI1C</PRODUCT_TYPE>"
                + "<PROCESSING_BASELINE>"
                + baseline
                + "</PROCESSING_BASELINE>"
                + "<GENERATION_TIME>"
                + time(words[6])
                + "</GENERATION_TIME>"
                + "<Datatake datatakeIdentifier=\"GS2B_20240206T131259_036143_N"
                + baseline
                + "\">"
                + "<SPACECRAFT_NAME>Sentinel-2B</SPACECRAFT_NAME>"
                + "<DATATAKE_SENSING_START>2024-02-06T13:12:59.024Z</DATATAKE_SENSING_START>"
                + "<SENSING_ORBIT_NUMBER>81</SENSING_ORBIT_NUMBER></Datatake>"
                + "<Product_Organisation><Granule_List><Granule imageFormat=\"JPEG2000\""
                + " granuleIdentifier=\"S2B_OPER_MSI_L1C_TL_2BPS_20240206T133903_A036143_T27VWK_N05.10\">"
                + "<IMAGE_FILE>"
                + RED.replace(".jp2", "")
                + "</IMAGE_FILE></Granule></Granule_List>"
                + "</Product_Organisation></Product_Info><Product_Image_Characteristics>"
                + "<QUANTIFICATION_VALUE unit=\"none\">10000</QUANTIFICATION_VALUE>"
                + "<Radiometric_Offset_List><RADIO_ADD_OFFSET band_id=\"3\">-1000</RADIO_ADD_OFFSET>"
                + "</Radiometric_Offset_List></Product_Image_Characteristics></n1:General_Info>"
                + "<n1:Geometric_Info><Product_Footprint><Global_Footprint><EXT_POS_LIST>"
                + "63.13 -21.0 62.81 -21.0 63.13 -20.70 63.13 -21.0</EXT_POS_LIST></Global_Footprint>"
                + "</Product_Footprint></n1:Geometric_Info></n1:Level-1C_User_Product>";
    }

    private static String time(String compact) {
        return compact.replaceFirst(
                "(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)", "$1-$2-$3T$4:$5:$6.000000Z");
    }

    private static String tile() {
        return "<n1:Level-1C_Tile_ID xmlns:n1=\"urn:n1\"><n1:General_Info>"
                + "<TILE_ID>S2B_OPER_MSI_L1C_TL_2BPS_20240206T133903_A036143_T27VWK_N05.10</TILE_ID>"
                + "<DATASTRIP_ID>S2B_OPER_MSI_L1C_DS_2BPS_20240206T133903_S20240206T131359_N05.10"
                + "</DATASTRIP_ID><SENSING_TIME>2024-02-06T13:14:11.918Z</SENSING_TIME>"
                + "</n1:General_Info><n1:Geometric_Info><Tile_Geocoding>"
                + "<HORIZONTAL_CS_CODE>EPSG:32627</HORIZONTAL_CS_CODE>"
                + "<Size resolution=\"10\"><NROWS>10980</NROWS><NCOLS>10980</NCOLS></Size>"
                + "<Geoposition resolution=\"10\"><ULX>499980</ULX><ULY>7000020</ULY>"
                + "<XDIM>10</XDIM><YDIM>-10</YDIM></Geoposition></Tile_Geocoding>"
                + "</n1:Geometric_Info></n1:Level-1C_Tile_ID>";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
