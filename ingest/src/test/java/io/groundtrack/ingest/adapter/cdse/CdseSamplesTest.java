package io.groundtrack.ingest.adapter.cdse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.adapter.Announcer;
import io.groundtrack.ingest.adapter.Collected;
import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.FeedJson;
import io.groundtrack.ingest.notice.Understood;
import io.groundtrack.schemas.Operation;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the documentation of the Copernicus Data Space shows, and what its catalogue answered. */
class CdseSamplesTest {

    private static final String EXAMPLES = "meta/cdse_subscription_examples/";

    private final Collected sink = new Collected();
    private final FeedCounts counts = new FeedCounts();
    private final Announcer announcer = new Announcer(sink, counts, 4 << 20);

    private static CdseNotifications notifications(ItemLookup lookup) {
        return new CdseNotifications(
                URI.create("https://catalogue.dataspace.copernicus.eu/odata/v1"),
                new OdataItem("s3://eodata"),
                lookup,
                Clock.systemUTC());
    }

    /** The example as JSON: where it leaves something out, there is nothing. */
    private static JsonNode example(String file) throws IOException {
        var text = Files.readString(Collected.shared(EXAMPLES + file));
        text = text.replaceFirst("^200 OK\\s*", "");
        var elided = text.replaceAll("\\[\\.\\.\\.\\s*]", "[]");
        if (!elided.equals(text) && elided.contains("[...")) {
            // one closing bracket was left out with the rest, one brace stands at the end for it
            elided = elided.replaceAll("\\[\\.\\.\\.\\s*}", "[]}");
            elided = elided.replaceFirst("}\\s*}\\s*}\\s*]\\s*$", "}}]");
        }
        return FeedJson.read(elided.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode catalogue(int index) throws IOException {
        var file = "eodag/tests/resources/provider_responses/cop_dataspace_search.json";
        return FeedJson.read(Files.readAllBytes(Collected.shared(file))).path("value").path(index);
    }

    private void hear(JsonNode body) throws Exception {
        announcer.deliver(notifications(ItemLookup.NONE).notifications(body));
    }

    @Test
    void slantRangeProductsAreNoticesThatTheJobIgnores() throws Exception {
        for (var file :
                new String[] {
                    "block04.json", "block06.txt", "block07.txt", "block16.txt", "block17.txt"
                }) {
            hear(example(file));
        }

        assertThat(sink.refused).isEmpty();
        assertThat(sink.notices).hasSize(6);
        assertThat(sink.sensors).containsOnly(Sensor.S1);
        assertThat(sink.understood())
                .allSatisfy(
                        u ->
                                assertThat(((Understood.Ignored) u).entry().getDetail())
                                        .contains("sentinel-1 product SLC is not taken"));
    }

    @Test
    void aNotificationWithoutItsProductIsRefusedByName() throws Exception {
        hear(example("block05.json"));

        assertThat(sink.notices).isEmpty();
        assertThat(sink.refused)
                .hasSize(2)
                .allMatch(r -> r.reason() == RejectReason.FIELD_MISSING)
                .allMatch(r -> r.message().startsWith("value: absent"));
    }

    @Test
    void theExampleOfAPushWithTheAttributesOfARealProductIsTakenWithAllItsFiles() throws Exception {
        var notification = (ObjectNode) example("block15.txt");
        var product = (ObjectNode) notification.path("value");
        var attributes = product.putArray("Attributes");
        attribute(
                attributes.addObject(),
                "datastripId",
                "S2A_OPER_MSI_L2A_DS_2APS_20240129T093752_S20240129T062119_N05.10");
        attribute(attributes.addObject(), "productGroupId", "GS2A_20240129T062121_044940_N05.10");
        attribute(attributes.addObject(), "productType", "S2MSI2A");
        attribute(attributes.addObject(), "processorVersion", "05.10");
        attribute(attributes.addObject(), "tileId", "44VMN");
        attributes.addObject().put("Name", "orbitNumber").put("Value", 44940);
        attributes.addObject().put("Name", "relativeOrbitNumber").put("Value", 34);
        hear(notification);

        var notice = sink.taken().get(0);
        assertThat(notice.getProductKey())
                .isEqualTo("S2_20240129T062121_R034_44VMN_S20240129T062119_L2A");
        assertThat(notice.getVersion().getBaseline()).isEqualTo("05.10");
        assertThat(notice.getVersion().getGenerationTime())
                .isEqualTo(Instant.parse("2024-01-29T09:37:52Z"));
        assertThat(notice.getEventTime()).isEqualTo(Instant.parse("2024-01-29T10:59:08.698Z"));
        assertThat(notice.getAssets()).hasSize(13);
        assertThat(notice.getAssets())
                .filteredOn(a -> a.getName().equals("B02_10m"))
                .singleElement()
                .satisfies(
                        a -> {
                            assertThat(a.getHref())
                                    .isEqualTo(
                                            "s3://eodata/Sentinel-2/MSI/L2A/2024/01/29/S2A_MSIL2A_20240129T062121_N0510_R034_T44VMN_20240129T093752.SAFE/GRANULE/L2A_T44VMN_A044940_20240129T062119/IMG_DATA/R10m/T44VMN_20240129T062121_B02_10m.jp2");
                            assertThat(a.getOffset()).isEqualTo(-0.1);
                            assertThat(a.getEpsg()).isEqualTo(32644);
                        });
    }

    @Test
    void aProductWithoutAttributesReachesTheJobWhichSaysThatItsFilesAreNotKnown() throws Exception {
        hear(example("block15.txt"));

        assertThat(((Understood.Rejected) sink.understood().get(0)).reject().getReason())
                .isEqualTo(RejectReason.ASSET_MISSING);
    }

    @Test
    void realProductsOfTheCatalogueAreTakenWithIdentityAndVersion() throws Exception {
        announcer.deliver(notifications(ItemLookup.NONE).product(catalogue(0), Operation.UPDATE));

        var notice = sink.taken().get(0);
        assertThat(notice.getProductKey())
                .isEqualTo("S2_20200808T010311_R045_54PXA_S20200808T010314_L1C");
        assertThat(notice.getVersion().getBaseline()).isEqualTo("05.00");
        assertThat(notice.getPlatform()).isEqualTo("sentinel-2a");
        assertThat(notice.getTiles().get(0).getTile()).isEqualTo("54PXA");
        assertThat(notice.getAssets()).hasSize(12);
        assertThat(notice.getAssets().get(0).getHref())
                .endsWith(
                        "/GRANULE/L1C_T54PXA_A026783_20200808T010314/IMG_DATA/T54PXA_20200808T010311_B01.jp2");
    }

    @Test
    void aDeletedProductHasTheIdentityOfTheCreatedOne() throws Exception {
        var product = (ObjectNode) catalogue(0);
        var doors = notifications(ItemLookup.NONE);
        announcer.deliver(doors.product(product, Operation.CREATE));
        // as DeletedProducts shows it: no .SAFE, no path, and a content date of the deletion
        var deleted = product.deepCopy();
        deleted.put("Name", product.path("Name").asText().replace(".SAFE", ""));
        deleted.remove("S3Path");
        deleted.remove("ModificationDate");
        deleted.putObject("ContentDate").put("Start", "2025-02-09T08:28:16.409468Z");
        deleted.put("DeletionDate", "2025-02-10T08:30:03.907283Z");
        announcer.deliver(doors.product(deleted, Operation.DELETE));

        assertThat(sink.taken()).hasSize(2);
        assertThat(sink.taken().get(1).getProductKey())
                .isEqualTo(sink.taken().get(0).getProductKey());
        assertThat(sink.taken().get(1).getOperation()).isEqualTo(Operation.DELETE);
        assertThat(sink.taken().get(1).getVersion())
                .isGreaterThan(sink.taken().get(0).getVersion());
    }

    @Test
    void aDeleteThatWouldRetractNothingIsRefused() throws Exception {
        var product = (ObjectNode) catalogue(0);
        product.putArray("Attributes");
        announcer.deliver(notifications(ItemLookup.NONE).product(product, Operation.DELETE));

        assertThat(sink.notices).isEmpty();
        assertThat(sink.refused.get(0).message()).contains("datastripId");
    }

    @Test
    void radarProductsOfTheCatalogueAreReadOrIgnoredByTheirPolarization() throws Exception {
        var file = "eodag/tests/resources/eodag_search_result_creodias.json";
        var products = FeedJson.read(Files.readAllBytes(Collected.shared(file))).path("value");
        for (var product : products) {
            announcer.deliver(notifications(ItemLookup.NONE).product(product, Operation.CREATE));
        }

        assertThat(sink.refused).isEmpty();
        assertThat(sink.notices).hasSize(products.size());
        assertThat(sink.understood()).noneMatch(Understood.Rejected.class::isInstance);
    }

    @Test
    void aDualPolarizedSliceHasBothMeasurements() throws Exception {
        var name = "S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8";
        var product =
                FeedJson.readObject(
                        ("{\"Id\":\"1\",\"Name\":\""
                                        + name
                                        + ".SAFE\",\"S3Path\":\"/eodata/Sentinel-1/SAR/GRD/2021/08/09/"
                                        + name
                                        + ".SAFE\",\"ContentDate\":{\"Start\":\"2021-08-09T17:39:53.153Z\"},"
                                        + "\"Footprint\":\"geography'SRID=4326;POLYGON ((1.5 46.1, 4.8 46.4, 5.1 44.9, 1.9 44.5, 1.5 46.1))'\","
                                        + "\"ModificationDate\":\"2021-08-09T21:00:00.000Z\"}")
                                .getBytes(StandardCharsets.UTF_8));
        announcer.deliver(notifications(ItemLookup.NONE).product(product, Operation.CREATE));

        var notice = sink.taken().get(0);
        assertThat(notice.getProductKey()).isEqualTo("S1_20210809T173953_sentinel-1a_IW_GRD");
        assertThat(notice.getRelativeOrbit()).isEqualTo(59);
        assertThat(notice.getAssets()).hasSize(2);
        assertThat(notice.getAssets().get(0).getHref())
                .isEqualTo(
                        "s3://eodata/Sentinel-1/SAR/GRD/2021/08/09/"
                                + name
                                + ".SAFE/measurement/s1a-iw-grd-vh-20210809t173953-20210809t174018-039156-049f13-002.tiff");
    }

    @Test
    void theItemOfTheStacCatalogueGoesBeforeTheLayoutAndKeepsTheIdentity() throws Exception {
        var product = catalogue(0);
        var other =
                FeedJson.readObject(
                        ("{\"type\":\"Feature\",\"stac_version\":\"1.1.0\",\"id\":\"S2A_MSIL1C_20200808T010311_N0500_R045_T54PXA_20230413T212505\","
                                        + "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[142.4,13.5],[142.9,13.5],[142.9,14.1],[142.4,13.5]]]},"
                                        + "\"properties\":{\"datetime\":\"2020-08-08T01:03:11.024Z\",\"updated\":\"2020-01-01T00:00:00Z\"},"
                                        + "\"assets\":{\"B02\":{\"href\":\"s3://eodata/elsewhere/B02.jp2\",\"type\":\"image/jp2\"}}}")
                                .getBytes(StandardCharsets.UTF_8));
        announcer.deliver(
                notifications(name -> Optional.of(other.deepCopy()))
                        .product(product, Operation.UPDATE));
        announcer.deliver(notifications(ItemLookup.NONE).product(product, Operation.UPDATE));

        var taken = sink.taken();
        assertThat(taken.get(0).getAssets()).hasSize(1);
        assertThat(taken.get(0).getAssets().get(0).getHref()).contains("elsewhere");
        assertThat(taken.get(0).getProductKey()).isEqualTo(taken.get(1).getProductKey());
        assertThat(taken.get(0).getVersion().getUpdated())
                .isEqualTo(taken.get(1).getVersion().getUpdated());
    }

    @Test
    void aPathThatLeadsElsewhereNamesNoFiles() throws Exception {
        for (var path : new String[] {"/eodata/../etc", "/etc/passwd", "http://x/eodata/y", ""}) {
            var product = ((ObjectNode) catalogue(0)).put("S3Path", path);

            assertThat(new OdataItem("/mnt/eodata").of(product).path("assets")).as(path).isEmpty();
        }
    }

    private static void attribute(ObjectNode attribute, String name, String value) {
        attribute.put("Name", name).put("Value", value).put("ValueType", "String");
    }
}
