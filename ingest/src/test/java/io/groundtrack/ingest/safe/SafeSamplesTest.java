package io.groundtrack.ingest.safe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.ingest.notice.GeoJsonFootprint;
import io.groundtrack.ingest.raster.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SAFE products that other projects keep for their tests: metadata without pixels. */
class SafeSamplesTest {

    @TempDir Path scratch;

    private static final String S1 = "data/stac-s1/tests/data-files/";
    private static final String S2 = "data/stac-s2/tests/data-files/";
    private static final String GRD =
            S1 + "grd/S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8.SAFE";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Held against what the field's own tool made of the same files. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "S2A_MSIL1C_20200717T221941_R029_T01LAC_20200717T234135.SAFE",
                "S2A_MSIL1C_20210908T042701_N0301_R133_T46RER_20210908T070248.SAFE",
                "S2A_MSIL2A_20190212T192651_N0212_R013_T07HFE_20201007T160857.SAFE",
                "S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T022157.SAFE",
                "S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T022158.SAFE",
                "S2A_MSIL2A_20230625T234621_N0509_R073_T01WCS_20230626T022157.SAFE",
                "S2A_MSIL2A_20230821T221941_N0509_R029_T01KAB_20230822T021825.SAFE",
            })
    void anItemOfSentinel2SaysWhatStactoolsSays(String folder) throws IOException {
        var item =
                SafeProduct.read(SharedFolder.require("data/stac-s2/tests/data-files/" + folder))
                        .item();
        var expected =
                JSON.readTree(SharedFolder.require(S2 + folder + "/expected_output.json").toFile());

        var properties = expected.path("properties");
        for (var name :
                new String[] {
                    "s2:datatake_id", "s2:datastrip_id", "s2:tile_id", "s2:product_uri",
                    "s2:product_type", "s2:processing_baseline", "grid:code", "platform",
                    "sat:relative_orbit", "sat:orbit_state", "eo:cloud_cover"
                }) {
            assertThat(item.path("properties").path(name))
                    .as(name)
                    .isEqualTo(properties.path(name));
        }
        var code =
                properties
                        .path("proj:code")
                        .asText("EPSG:" + properties.path("proj:epsg").asText());
        assertThat(item.path("properties").path("proj:code").asText()).isEqualTo(code);
        var ours = GeoJsonFootprint.of(item.path("geometry"));
        var theirs = GeoJsonFootprint.of(expected.path("geometry"));
        assertThat(ours.symDifference(theirs).getArea()).isLessThan(1e-5 * theirs.getArea());
        assertThat(bands(item)).containsAll(bandFiles(expected));
    }

    private static TreeSet<String> bands(JsonNode item) {
        var files = new TreeSet<String>();
        item.path("assets")
                .forEach(a -> files.add(Path.of(a.path("href").asText()).getFileName().toString()));
        return files;
    }

    private static TreeSet<String> bandFiles(JsonNode item) {
        var files = bands(item);
        files.removeIf(f -> !f.matches(".*_(B\\d\\w|SCL)(_\\d0m)?\\.(jp2|tif)"));
        return files;
    }

    @Test
    void offsetsOfBaselineFourAreTheProductsOwn() throws IOException {
        var item = read(S2 + "S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T022157.SAFE");
        var asset = item.path("assets").path("B04_10m");

        assertThat(asset.path("raster:scale").doubleValue()).isEqualTo(1e-4);
        assertThat(asset.path("raster:offset").doubleValue()).isEqualTo(-0.1);
        assertThat(asset.path("proj:transform").toString())
                .isEqualTo("[10.0,0,300000.0,0,-10.0,7400040.0]");
        assertThat(item.path("assets").path("SCL_20m").has("raster:offset")).isFalse();
    }

    @Test
    void offsetsBeforeBaselineFourAreNothing() throws IOException {
        var item = read(S2 + "S2A_MSIL1C_20210908T042701_N0301_R133_T46RER_20210908T070248.SAFE");

        assertThat(item.path("assets").path("B02_10m").path("raster:offset").doubleValue())
                .isZero();
        assertThat(item.path("assets").path("B02_10m").path("raster:scale").doubleValue())
                .isEqualTo(1e-4);
    }

    @Test
    void theFootprintOfAHalfEmptyGranuleIsThatOfItsPixels() throws IOException {
        // 96.77 % of it are without data
        var item = read(S2 + "S2A_MSIL2A_20190212T192651_N0212_R013_T07HFE_20201007T160857.SAFE");
        var square = 0.9 * 1.15;

        assertThat(item.path("properties").path("groundtrack:footprint").asText())
                .isEqualTo("valid pixels");
        assertThat(GeoJsonFootprint.of(item.path("geometry")).getArea()).isLessThan(square * 0.05);
    }

    @Test
    void tileMetadataAloneUnderAWrongNameIsEnough() throws IOException {
        var name = "S2A_MSIL2A_20181229T095411_N0211_R079_T33SVB_20181229T112231";
        var real =
                SharedFolder.require(
                        "data/mapchete/tests/testdata/sentinel2/SAFE/"
                                + name
                                + "/"
                                + name
                                + ".SAFE");
        var folder = Files.createDirectory(scratch.resolve(name + ".SAFE"));
        Files.copy(real.resolve("MTD_MSIL2A.xml"), folder.resolve("MTD_MSIL2A.xml"));
        assertThatThrownBy(() -> SafeProduct.read(folder))
                .isInstanceOf(SafeException.class)
                .hasMessageStartingWith(
                        name + ".SAFE/MTD_MSIL2A.xml: IMAGE_FILE: no image of a band");
        var images = Files.createDirectories(folder.resolve("R10m"));
        Files.writeString(images.resolve("B04.jp2"), "pixels");
        var product = SafeProduct.read(folder);

        assertThat(product.id()).isEqualTo(name);
        assertThat(product.missing()).isEmpty();
        assertThat(product.item().path("properties").path("s2:datastrip_id").asText())
                .isEqualTo("S2A_OPER_MSI_L2A_DS_MTI__20181229T112231_S20181229T095413_N02.11");
        assertThat(product.item().path("properties").path("groundtrack:footprint").asText())
                .isEqualTo("whole tile");
        assertThat(product.item().path("assets").path("B04_10m").path("href").asText())
                .isEqualTo(images.resolve("B04.jp2").toString());
    }

    @Test
    void anItemOfAGroundRangeProductHasOrbitSliceAndCalibration() throws IOException {
        var item = read(GRD);
        var properties = item.path("properties");

        assertThat(item.path("id").asText())
                .isEqualTo("S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8");
        assertThat(properties.path("start_datetime").asText())
                .isEqualTo("2021-08-09T17:39:53.153776Z");
        assertThat(properties.path("end_datetime").asText())
                .isEqualTo("2021-08-09T17:40:18.152800Z");
        assertThat(properties.path("sat:relative_orbit").asInt()).isEqualTo(59);
        assertThat(properties.path("sat:absolute_orbit").asInt()).isEqualTo(39156);
        assertThat(properties.path("sat:orbit_state").asText()).isEqualTo("ascending");
        assertThat(properties.path("s1:slice_number").asText()).isEqualTo("7");
        assertThat(properties.path("s1:product_class").asText()).isEqualTo("S");
        assertThat(properties.path("sar:polarizations").toString()).isEqualTo("[\"VV\",\"VH\"]");
        assertThat(properties.path("processing:datetime").asText())
                .isEqualTo("2021-08-09T20:19:58Z");
        // the annotation of VV is there, that of VH is not
        assertThat(item.path("assets").path("vv").path("proj:shape").toString())
                .isEqualTo("[16676,26144]");
        assertThat(item.path("assets").path("calibration-vh").path("href").asText())
                .endsWith(
                        "annotation/calibration/calibration-s1a-iw-grd-vh-20210809t173953-20210809t174018-039156-049f13-002.xml");
        assertThat(GeoJsonFootprint.of(item.path("geometry")).getEnvelopeInternal().getMinX())
                .isCloseTo(1.512143, within(1e-9));
    }

    @Test
    void missingAndEmptyFilesAreNamed() throws IOException {
        var missing = SafeProduct.read(SharedFolder.require(GRD)).missing();

        assertThat(missing)
                .contains(
                        "measurement/s1a-iw-grd-vv-20210809t173953-20210809t174018-039156-049f13-001.tiff:"
                                + " 0 bytes of 872232364");
    }

    @Test
    void anotherModeIsReadAsWell() throws IOException {
        var item =
                read(
                        S1
                                + "grd/S1A_EW_GRDM_1SDH_20221130T014342_20221130T014446_046117_058549_BB15");

        assertThat(item.path("properties").path("sar:instrument_mode").asText()).isEqualTo("EW");
        assertThat(item.path("properties").path("sar:polarizations").toString())
                .isEqualTo("[\"HH\",\"HV\"]");
        assertThat(item.path("assets").path("hv").path("href").asText())
                .endsWith("measurement/ew-hv.tiff");
    }

    private static JsonNode read(String path) throws IOException {
        return SafeProduct.read(SharedFolder.require(path)).item();
    }
}
