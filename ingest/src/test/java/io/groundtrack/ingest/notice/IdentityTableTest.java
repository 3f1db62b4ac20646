package io.groundtrack.ingest.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.adapter.ItemForms;
import io.groundtrack.ingest.adapter.NoticeEnvelope;
import io.groundtrack.ingest.adapter.cdse.OdataItem;
import io.groundtrack.ingest.adapter.sns.SceneMessages;
import io.groundtrack.ingest.raster.SharedFolder;
import io.groundtrack.ingest.safe.SafeProduct;
import io.groundtrack.ingest.safe.TinySafe;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.Operation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One granule, said in every form in which it exists, is one product of one version.
 *
 * <p>Forms from the shared folder are real files. Where no file of a form exists for a granule, one
 * is made in the shape of a real one, with the values that this granule has.
 */
class IdentityTableTest {

    private static final NoticeReader READER =
            new NoticeReader(
                    new NoticeOptions(
                            Set.of("L1C", "L2A"),
                            NoticeOptions.defaults().s1Products(),
                            NoticeOptions.defaults().patches(),
                            4 << 20));
    private static final String S2 = "data/stac-s2/";
    private static final String S1 = "data/stac-s1/";
    private static final String SAMPLES = S2 + "tests/data-files/";

    @TempDir Path scratch;
    private final Map<String, ObjectNode> forms = new LinkedHashMap<>();

    @Test
    void aLevel1cGranuleOfEarthSearchSafeODataStacAndSns() throws IOException {
        var name = "S2B_MSIL1C_20240206T131259_N0510_R081_T27VWK_20240206T133903";
        var earthSearch =
                json("data/eodag/tests/resources/provider_responses/earth_search_search.json");
        forms.put("Earth Search", (ObjectNode) earthSearch.path("features").path(0));
        forms.put("SAFE folder", SafeProduct.read(TinySafe.folder(scratch, name)).item());
        forms.put("SAFE zip", SafeProduct.read(TinySafe.zip(scratch, name)).item());
        var odata =
                odata(
                        "data/eodag/tests/resources/provider_responses/cop_dataspace_search.json",
                        name);
        forms.put("Data Space OData", odata);
        forms.put("Data Space STAC", dataSpaceStac(name));
        forms.put("AWS SNS", sns(name));

        assertOne(
                "S2_20240206T131259_R081_27VWK_S20240206T131359_L1C",
                "05.10",
                "2024-02-06T13:39:03Z",
                name);
    }

    @Test
    void aGranuleOverTheAntimeridian() throws IOException {
        var name = "S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T022157";
        forms.put("SAFE", safe(SAMPLES + name + ".SAFE"));
        forms.put("stactools", item(SAMPLES + name + ".SAFE/expected_output.json"));

        assertOne(
                "S2_20230625T234621_R073_01WCP_S20230625T234624_L2A",
                "05.09",
                "2023-06-26T02:21:57Z",
                name);
    }

    @Test
    void twoDeliveriesAreOneProductAndTheLaterCounts() throws IOException {
        var name = SAMPLES + "S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T02215";
        for (var delivery : new String[] {"7", "8"}) {
            forms.put("SAFE " + delivery, safe(name + delivery + ".SAFE"));
            forms.put(
                    "stactools " + delivery, item(name + delivery + ".SAFE/expected_output.json"));
        }
        var first = notice("SAFE 7");
        var second = notice("SAFE 8");

        assertThat(forms.keySet())
                .allSatisfy(
                        f ->
                                assertThat(notice(f).getProductKey())
                                        .isEqualTo(first.getProductKey()));
        assertThat(second.getVersion().getGenerationTime())
                .isAfter(first.getVersion().getGenerationTime());
        assertThat(notice("stactools 8").getVersion().getProductId())
                .isEqualTo(second.getVersion().getProductId());
    }

    @Test
    void aLevel1cGranuleUnderAFolderOfAnotherName() throws IOException {
        var folder = SAMPLES + "S2A_MSIL1C_20200717T221941_R029_T01LAC_20200717T234135.SAFE";
        forms.put("SAFE", safe(folder));
        forms.put("stactools", item(folder + "/expected_output.json"));
        forms.put(
                "stactools example",
                item(
                        S2
                                + "examples/sentinel2-l1c-example/S2A_T01LAC_20200717T221944_L1C/"
                                + "S2A_T01LAC_20200717T221944_L1C.json"));

        assertOne(
                "S2_20200717T221941_R029_01LAC_S20200717T221944_L1C",
                "02.09",
                "2020-07-17T23:41:35Z",
                "S2A_MSIL1C_20200717T221941_N0209_R029_T01LAC_20200717T234135");
    }

    @Test
    void aReprocessedGranuleAsGeoTiffs() throws IOException {
        var name = "S2A_MSIL2A_20190212T192651_N0212_R013_T07HFE_20201007T160857";
        forms.put("SAFE", safe(SAMPLES + name + ".SAFE"));
        forms.put("stactools", item(SAMPLES + name + ".SAFE/expected_output.json"));
        forms.put(
                "stactools example",
                item(
                        S2
                                + "examples/sentinel2-l2a-example/S2A_T07HFE_20190212T192646_L2A/"
                                + "S2A_T07HFE_20190212T192646_L2A.json"));

        assertOne(
                "S2_20190212T192651_R013_07HFE_S20190212T192646_L2A",
                "02.12",
                "2020-10-07T16:08:58Z",
                name);
    }

    @Test
    void aGranuleFromTheBucketOfAws() throws IOException {
        var folder = SAMPLES + "S2A_OPER_MSI_L2A_TL_VGS1_20220401T110010_A035382_T34LBQ";
        forms.put("bucket folder", safe(folder));
        var stactools = item(folder + "/expected_output.json");
        // its footprint lies on the tile north of it: the sample's own tileInfo.json is of 34LBP
        stactools.set("geometry", forms.get("bucket folder").get("geometry"));
        forms.put("stactools", stactools);

        // the Item does not carry the orbit, the product's name does
        assertOne(
                "S2_20220401T083601_R064_34LBQ_S20220401T090142_L2A",
                "04.00",
                "2022-04-01T11:00:10Z",
                "S2A_MSIL2A_20220401T083601_N0400_R064_T34LBQ_20220401T110010");
    }

    @Test
    void aGroundRangeSliceOfSafeStactoolsDataSpaceAndPlanetaryComputer() throws IOException {
        var name = "S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8";
        var stactools =
                item(
                        S1
                                + "examples/grd/"
                                + name.substring(0, 62)
                                + "/"
                                + name.substring(0, 62)
                                + ".json");
        forms.put("SAFE", safe(S1 + "tests/data-files/grd/" + name + ".SAFE"));
        forms.put("stactools", stactools);
        forms.put("Data Space STAC", radarDataSpaceStac(name, stactools));
        forms.put("Data Space OData", radarOdata(name));

        assertOne("S1_20210809T173953_sentinel-1a_IW_GRD", "", "2021-08-09T20:19:58Z", name);

        // neither says when it was made, nor the last letters of the name
        var planetary = stactools.deepCopy();
        var properties = (ObjectNode) planetary.path("properties");
        properties.remove("s1:product_identifier");
        properties.remove("s1:processing_datetime");
        forms.put("Planetary Computer", planetary);
        assertThat(notice("Planetary Computer").getProductKey())
                .isEqualTo(notice("SAFE").getProductKey());
    }

    @Test
    void aSliceAnnouncedByTheBucketOfAws() throws IOException {
        var folder =
                S1
                        + "tests/data-files/rtc/S1A_20200103_17RMJ_ASC/"
                        + "S1A_IW_GRDH_1SDV_20200103T233556_20200103T233621_030643_0382F7_C795";
        forms.put("SAFE", safe(folder));
        // the sample is of the corrected scenes; the bucket of GRD says the same with its own type
        var info = ((ObjectNode) json(folder + "/productInfo.json")).put("productType", "GRD");
        info.put("path", "GRD/2020/1/3/IW/DV/" + info.path("id").asText());
        forms.put("AWS SNS", announced(info));

        assertThat(notice("AWS SNS").getProductKey())
                .isEqualTo(notice("SAFE").getProductKey())
                .isEqualTo("S1_20200103T233556_sentinel-1a_IW_GRD");
        assertThat(notice("AWS SNS").getVersion().getProductId())
                .isEqualTo(notice("SAFE").getVersion().getProductId());
    }

    @Test
    void twoTilesCutFromTheSameSlicesAreTwoProductsOfTheirTiles() throws IOException {
        var one =
                item(
                        S1
                                + "examples/rtc/sentinel1-rtc-aws/2020/S1A_20200103_17RMJ_ASC/S1A_20200103_17RMJ_ASC.json");
        forms.put("17RMJ", one);

        assertThat(notice("17RMJ").getProductKey())
                .isEqualTo("S1_20200103T233556_sentinel-1a_IW_RTC_17RMJ");
        assertThat(notice("17RMJ").getTiles())
                .singleElement()
                .satisfies(t -> assertThat(t.getTile()).isEqualTo("17RMJ"));
    }

    private void assertOne(String key, String baseline, String generation, String productId) {
        for (var form : forms.keySet()) {
            var notice = notice(form);
            assertThat(notice.getProductKey()).as(form).isEqualTo(key);
            assertThat(notice.getVersion().getBaseline()).as(form).isEqualTo(baseline);
            assertThat(notice.getVersion().getGenerationTime()).as(form).isEqualTo(generation);
            assertThat(notice.getVersion().getProductId()).as(form).isEqualTo(productId);
            assertThat(notice.getTiles().get(0).getPassId())
                    .as(form)
                    .isEqualTo(
                            notice(forms.keySet().iterator().next()).getTiles().get(0).getPassId());
        }
    }

    private GranuleNotice notice(String form) {
        // a delete carries the whole Item and needs no assets
        var bytes =
                NoticeEnvelope.of(
                        forms.get(form),
                        Operation.DELETE,
                        URI.create("urn:test"),
                        form,
                        Instant.parse("2026-01-01T00:00:00Z"));
        var understood = READER.read(bytes, NoticeJson.ORIGIN);
        assertThat(understood).as(form).isInstanceOf(Understood.Taken.class);
        return ((Understood.Taken) understood).notice();
    }

    private static ObjectNode safe(String path) throws IOException {
        return SafeProduct.read(SharedFolder.require(path)).item();
    }

    private static ObjectNode item(String path) throws IOException {
        return (ObjectNode) json(path);
    }

    private static JsonNode json(String path) throws IOException {
        return NoticeJson.JSON.readTree(Files.readAllBytes(SharedFolder.require(path)));
    }

    /** The sample's product, with the values of another granule. */
    private static ObjectNode odata(String sample, String name) throws IOException {
        var product = (ObjectNode) json(sample).path("value").path(0);
        product.put("Name", name + ".SAFE");
        product.put("S3Path", "/eodata/Sentinel-2/MSI/L1C/2024/02/06/" + name + ".SAFE");
        ((ObjectNode) product.path("ContentDate"))
                .put("Start", "2024-02-06T13:12:59.024000Z")
                .put("End", "2024-02-06T13:12:59.024000Z");
        product.set(
                "GeoFootprint",
                NoticeJson.node(
                        "{'type':'Polygon','coordinates':[[[-21,63.13],[-21,62.81],[-20.7,63.13],[-21,63.13]]]}"));
        product.remove("Footprint");
        var values =
                Map.of(
                        "tileId", "27VWK",
                        "datastripId",
                                "S2B_OPER_MSI_L1C_DS_2BPS_20240206T133903_S20240206T131359_N05.10",
                        "productGroupId", "GS2B_20240206T131259_036143_N05.10",
                        "processingDate", "2024-02-06T13:39:03.000000Z",
                        "processorVersion", "05.10",
                        "platformSerialIdentifier", "B");
        for (var attribute : product.path("Attributes")) {
            var value = values.get(attribute.path("Name").asText());
            if (value != null) {
                ((ObjectNode) attribute).put("Value", value);
            } else if (attribute.path("Name").asText().equals("relativeOrbitNumber")) {
                ((ObjectNode) attribute).put("Value", 81);
            } else if (attribute.path("Name").asText().equals("orbitNumber")) {
                ((ObjectNode) attribute).put("Value", 36143);
            }
        }
        return new OdataItem("s3://eodata").of(product);
    }

    private static ObjectNode dataSpaceStac(String name) {
        var item =
                NoticeJson.node(
                        "{'type':'Feature','stac_version':'1.1.0','id':'"
                                + name
                                + "','collection':'sentinel-2-l1c',"
                                + "'geometry':{'type':'Polygon','coordinates':[[[-21,63.13],[-21,62.81],[-20.7,63.13],[-21,63.13]]]},"
                                + "'properties':{'datetime':'2024-02-06T13:12:59.024000Z','constellation':'sentinel-2',"
                                + "'platform':'sentinel-2b','grid:code':'MGRS-27VWK','product:type':'S2MSI1C',"
                                + "'processing:level':'L1','processing:version':'05.10','sat:relative_orbit':81,"
                                + "'processing:datetime':'2024-02-06T13:39:03.000000Z',"
                                + "'eopf:datatake_id':'GS2B_20240206T131259_036143_N05.10',"
                                + "'eopf:datastrip_id':'S2B_OPER_MSI_L1C_DS_2BPS_20240206T133903_S20240206T131359_N05.10'},"
                                + "'links':[],'assets':{}}");
        return ItemForms.normalised((ObjectNode) item, URI.create("https://example.org/"));
    }

    private static ObjectNode sns(String name) throws IOException {
        var records = json("data/meta/aws_sns_NewSentinel2Product_20190115.json").path("Records");
        var text = records.path(0).path("Sns").path("Message").asText();
        var message =
                text.replace("S2A_MSIL1C_20190115T145721_N0207_R039_T19MBP_20190115T164135", name)
                        .replace(
                                "GS2A_20190115T145721_018626_N02.07",
                                "GS2B_20240206T131259_036143_N05.10")
                        .replace(
                                "S2A_OPER_MSI_L1C_DS_SGS__20190115T164135_S20190115T145721_N02.07",
                                "S2B_OPER_MSI_L1C_DS_2BPS_20240206T133903_S20240206T131359_N05.10")
                        .replace("\"utmZone\": 19", "\"utmZone\": 27")
                        .replace("\"latitudeBand\": \"M\"", "\"latitudeBand\": \"V\"")
                        .replace("\"gridSquare\": \"BP\"", "\"gridSquare\": \"WK\"")
                        .replace("2019-01-15T14:57:21.024Z", "2024-02-06T13:12:59.024Z")
                        .replace("2019-01-15T15:04:39.013Z", "2024-02-06T13:14:11.918Z");
        return announced(NoticeJson.JSON.readTree(message));
    }

    private static ObjectNode announced(JsonNode message) {
        var heard =
                new SceneMessages().of(message, "arn:aws:sns:eu-west-1:1:New", "1", Instant.EPOCH);
        assertThat(heard.refused()).isEmpty();
        return (ObjectNode) heard.announced().get(0).item();
    }

    private static ObjectNode radarDataSpaceStac(String name, ObjectNode stactools) {
        var item =
                (ObjectNode)
                        NoticeJson.node(
                                "{'type':'Feature','stac_version':'1.1.0','id':'"
                                        + name
                                        + "_COG','links':[],'assets':{}}");
        item.put("id", name);
        item.set("geometry", stactools.get("geometry"));
        item.set(
                "properties",
                NoticeJson.node(
                        "{'datetime':'2021-08-09T17:39:53.153776Z','start_datetime':'2021-08-09T17:39:53.153776Z',"
                                + "'end_datetime':'2021-08-09T17:40:18.1528Z','constellation':'sentinel-1','platform':'sentinel-1a',"
                                + "'product:type':'IW_GRDH_1S','sar:instrument_mode':'IW','sar:polarizations':['VV','VH'],"
                                + "'sat:absolute_orbit':39156,'sat:relative_orbit':59,'eopf:datatake_id':302867,"
                                + "'processing:datetime':'2021-08-09T20:19:58Z'}"));
        return ItemForms.normalised(item, URI.create("https://example.org/"));
    }

    private static ObjectNode radarOdata(String name) {
        var product =
                NoticeJson.node(
                        "{'Id':'7','Name':'"
                                + name
                                + ".SAFE','PublicationDate':'2021-08-09T21:00:00Z',"
                                + "'ContentDate':{'Start':'2021-08-09T17:39:53.153Z','End':'2021-08-09T17:40:18.152Z'},"
                                + "'GeoFootprint':{'type':'Polygon','coordinates':[[[1.512143,46.03389],[4.85136,46.436539],"
                                + "[5.188996,44.938713],[1.937196,44.536255],[1.512143,46.03389]]]},'Attributes':["
                                + "{'Name':'productType','Value':'IW_GRDH_1S'},{'Name':'operationalMode','Value':'IW'},"
                                + "{'Name':'polarisationChannels','Value':'VV&VH'},{'Name':'orbitNumber','Value':39156},"
                                + "{'Name':'relativeOrbitNumber','Value':59},"
                                + "{'Name':'processingDate','Value':'2021-08-09T20:19:58.000000Z'}]}");
        return new OdataItem("s3://eodata").of(product);
    }
}
