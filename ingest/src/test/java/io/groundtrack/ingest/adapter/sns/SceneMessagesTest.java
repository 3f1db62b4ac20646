package io.groundtrack.ingest.adapter.sns;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.adapter.Announcer;
import io.groundtrack.ingest.adapter.Collected;
import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.FeedCounts.Kind;
import io.groundtrack.ingest.adapter.FeedJson;
import io.groundtrack.ingest.notice.Understood;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real messages and metadata of the buckets, of Cirrus and of its fixtures. */
class SceneMessagesTest {

    private static final String TOPIC = "arn:aws:sns:eu-west-1:214830741341:NewSentinel2Product";

    private final Collected sink = new Collected();
    private final FeedCounts counts = new FeedCounts();

    private void hear(JsonNode message) throws IOException {
        new Announcer(sink, counts, 4 << 20)
                .deliver(
                        new SceneMessages()
                                .of(message, TOPIC, "id", Instant.parse("2024-06-01T00:00:00Z")));
    }

    private static JsonNode json(String file) throws IOException {
        return FeedJson.read(Files.readAllBytes(Collected.shared(file)));
    }

    private static JsonNode inner(JsonNode text) throws IOException {
        return FeedJson.read(text.asText().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theRealMessageOfANewProductIsTakenWithTheIdentityOfItsGranule() throws IOException {
        var event = json("meta/aws_sns_NewSentinel2Product_20190115.json");
        hear(inner(event.path("Records").path(0).path("Sns").path("Message")));

        var notice = sink.taken().get(0);
        assertThat(notice.getProductKey())
                .isEqualTo("S2_20190115T145721_R039_19MBP_S20190115T145721_L1C");
        assertThat(notice.getVersion().getBaseline()).isEqualTo("02.07");
        assertThat(notice.getVersion().getGenerationTime())
                .isEqualTo(Instant.parse("2019-01-15T16:41:35Z"));
        assertThat(notice.getAssets()).hasSize(12);
        assertThat(notice.getAssets().get(1).getHref())
                .isEqualTo("s3://sentinel-s2-l1c/tiles/19/M/BP/2019/1/15/0/B02.jp2");
        assertThat(notice.getTiles()).hasSize(1);
    }

    @Test
    void tileMetadataGivesTheGroundThatHasPixels() throws IOException {
        var folder =
                "stac-s2/tests/data-files/S2A_OPER_MSI_L2A_TL_VGS1_20220401T110010_A035382_T34LBQ";
        hear(json(folder + "/tileInfo.json"));
        hear(json(folder + "-no-tileDataGeometry/tileInfo.json"));

        var taken = sink.taken();
        assertThat(taken).hasSize(2);
        assertThat(taken.get(0).getProductKey()).isEqualTo(taken.get(1).getProductKey());
        // the sample says LBQ in its name and LBP where the files are
        assertThat(taken.get(0).getProductKey()).contains("_34LBP_S20220401T090142_L2A");
        assertThat(taken.get(0).getAssets()).anyMatch(a -> a.getHref().endsWith("/R20m/SCL.jp2"));
        assertThat(taken.get(0).getFootprint().remaining())
                .isNotEqualTo(taken.get(1).getFootprint().remaining());
    }

    @Test
    void productAndTileMetadataOfOneGranuleAreOneProduct() throws IOException {
        var folder = "eodag/tests/resources/provider_responses/";
        hear(json(folder + "s2l2a_productInfo.json"));
        hear(json(folder + "s2l2a_tileInfo.json"));

        assertThat(sink.taken()).hasSize(2);
        assertThat(sink.taken().get(0).getProductKey())
                .isEqualTo(sink.taken().get(1).getProductKey())
                .isEqualTo("S2_20220101T000459_R130_53DMB_S20220101T000600_L2A");
    }

    @Test
    void slicesOfTheRadarBucketAreIgnoredByModeOrLackKnownFiles() throws IOException {
        for (var file : files("stac-s1/tests/data-files", "productInfo.json")) {
            hear(FeedJson.read(Files.readAllBytes(file)));
        }

        assertThat(sink.refused).isEmpty();
        assertThat(sink.understood()).hasSize(5);
        assertThat(sink.understood().stream().filter(Understood.Ignored.class::isInstance))
                .singleElement()
                .asString()
                .contains("EW");
        assertThat(sink.understood().stream().filter(Understood.Rejected.class::isInstance))
                .hasSize(4)
                .allMatch(u -> u.toString().contains("ASSET_MISSING"));
    }

    @Test
    void aDualPolarizedSliceOfTheRadarBucketIsTakenWithItsMeasurements() throws IOException {
        var file = files("stac-s1/tests/data-files/rtc", "productInfo.json").get(0);
        hear(
                ((ObjectNode) FeedJson.read(Files.readAllBytes(file)))
                        .put("productType", "GRD")
                        .put("path", "GRD/2020/1/3/IW/DV/NAME"));

        var notice = sink.taken().get(0);
        assertThat(notice.getProductKey()).matches("S1_\\d{8}T\\d{6}_sentinel-1[ab]_IW_GRD");
        assertThat(notice.getAssets())
                .extracting(a -> a.getHref())
                .containsExactly(
                        "s3://sentinel-s1-l1c/GRD/2020/1/3/IW/DV/NAME/measurement/iw-vh.tiff",
                        "s3://sentinel-s1-l1c/GRD/2020/1/3/IW/DV/NAME/measurement/iw-vv.tiff");
    }

    @Test
    void theItemThatCirrusPublishesIsAnItem() throws IOException {
        hear(json("cirrus/tests/lib/fixtures/items/item.json"));

        assertThat(sink.refused).isEmpty();
        // this one has no assets
        assertThat(((Understood.Rejected) sink.understood().get(0)).reject().getMessage())
                .contains("data.assets");
    }

    @Test
    void aCollectionOfItemsIsReadItemByItem() throws IOException {
        hear(json("cirrus/tests/lib/fixtures/test-payload.json"));

        assertThat(sink.refused).isEmpty();
        assertThat(sink.taken()).hasSize(1);
        assertThat(sink.taken().get(0).getProductKey())
                .startsWith("S2_20201103T152219_R082_17HQD_");
    }

    @Test
    void whatAPipelineIsFedWithIsRefusedNotLost() throws IOException {
        var event = json("cirrus/tests/lib/fixtures/sqs-event.json");
        var envelope = inner(event.path("Records").path(0).path("body"));
        hear(inner(envelope.path("Message")));
        hear(json("cirrus/tests/lib/fixtures/events/plain.json"));
        hear(json("cirrus/tests/lib/fixtures/events/plain-batch-url.json"));
        hear(json("cirrus/tests/fixtures/eventdb-daily-input.json"));

        assertThat(sink.notices).isEmpty();
        assertThat(sink.refused).hasSize(4);
        assertThat(counts.get(Kind.REFUSED)).isEqualTo(4);
    }

    @Test
    void everyItemOfTheStacSamplesIsUnderstood() throws IOException {
        var items = new ArrayList<Path>();
        items.addAll(files("stac-s2/tests/data-files", "expected_output.json"));
        items.addAll(files("stac-s2/examples", "S2"));
        items.addAll(files("stac-s1/examples", "S1"));
        for (var file : items) {
            hear(FeedJson.read(Files.readAllBytes(file)));
        }

        assertThat(items).hasSizeGreaterThan(14);
        assertThat(sink.refused).isEmpty();
        assertThat(sink.understood())
                .hasSize(items.size())
                .noneMatch(Understood.Rejected.class::isInstance);
    }

    private static List<Path> files(String folder, String name) throws IOException {
        try (var files = Files.walk(Collected.shared(folder))) {
            return files.filter(
                            f ->
                                    f.getFileName().toString().startsWith(name)
                                            && f.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
