package io.groundtrack.ingest.cog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.access.AccessOptions;
import io.groundtrack.ingest.access.AssetFiles;
import io.groundtrack.ingest.adapter.NoticeEnvelope;
import io.groundtrack.ingest.adapter.NoticeSink;
import io.groundtrack.ingest.adapter.RewritingSink;
import io.groundtrack.ingest.openjpeg.OpenJpegException;
import io.groundtrack.ingest.openjpeg.OpenJpegLibrary;
import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.Rasters;
import io.groundtrack.ingest.raster.SharedFolder;
import io.groundtrack.schemas.Operation;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Skipped where OpenJPEG is absent: without it there is nothing to convert. */
class CogAssetsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    private Path cogs;
    private CogAssets assets;

    @BeforeEach
    void copyARealFile() throws IOException {
        try {
            OpenJpegLibrary.require();
        } catch (OpenJpegException e) {
            Assumptions.abort(e.getMessage());
        }
        var real = SharedFolder.require("golden/raster/tiff-variants/reversible.jp2");
        Files.copy(real, folder.resolve("B04.jp2"));
        Files.copy(real, folder.resolve("named.tif"));
        cogs = folder.resolve("cogs");
        var files = new AssetFiles(AccessOptions.local(folder.toString()));
        assets = new CogAssets(files, new CogConversion(cogs, CogProfile.Codec.ZSTD));
    }

    private static ObjectNode item(String assets) throws IOException {
        return (ObjectNode)
                JSON.readTree(
                        "{'type':'Feature','id':'x','assets':{".replace('\'', '"')
                                + assets.replace('\'', '"')
                                + "}}");
    }

    @Test
    void jpeg2000BecomesACogWithTheSamePixelsAndTheItemKeepsTheRest() throws IOException {
        var item =
                item(
                        "'B04_10m':{'href':'B04.jp2','type':'image/jp2','file:size':5,"
                                + "'raster:bands':[{'nodata':0,'offset':-0.1}]},"
                                + "'B08':{'href':'named.tif','type':'image/tiff'}");

        var rewritten = assets.rewrite(item).path("assets");

        assertThat(rewritten.path("B04_10m").path("type").asText()).startsWith("image/tiff");
        assertThat(rewritten.path("B04_10m").has("file:size")).isFalse();
        assertThat(rewritten.path("B04_10m").path("raster:bands").path(0).path("offset").asDouble())
                .isEqualTo(-0.1);
        assertThat(rewritten.path("B08").path("href").asText()).contains("/cogs/named-");
        var cog = Path.of(URI.create(rewritten.path("B04_10m").path("href").asText()));
        assertThat(cog).hasParentRaw(cogs);
        try (var written = Rasters.open(cog, new BlockCache(0));
                var stored = Rasters.open(folder.resolve("B04.jp2"), new BlockCache(0))) {
            assertThat(written.nodata()).hasValue(0);
            assertThat(written.georeference()).isEqualTo(stored.georeference());
            var pixels = new float[330 * 300];
            var expected = new float[330 * 300];
            written.read(0, 0, 0, 330, 300, pixels);
            stored.read(0, 0, 0, 330, 300, expected);
            assertThat(pixels).containsExactly(expected);
        }
    }

    @Test
    void aFileIsConvertedOnceUntilItChanges() throws IOException {
        var text = "'B04':{'href':'B04.jp2'}";
        var first = href(assets.rewrite(item(text)));
        var time = Files.getLastModifiedTime(Path.of(URI.create(first)));

        assertThat(href(assets.rewrite(item(text)))).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(Path.of(URI.create(first)))).isEqualTo(time);

        Files.write(folder.resolve("B04.jp2"), new byte[1], StandardOpenOption.APPEND);
        assertThat(href(assets.rewrite(item(text)))).isNotEqualTo(first);
    }

    private static String href(ObjectNode item) {
        return item.path("assets").path("B04").path("href").asText();
    }

    @Test
    void whatIsNoBandOrCoarserOrUnreadableStaysAsItIs() throws IOException {
        Files.write(folder.resolve("broken.jp2"), new byte[100]);
        Files.write(
                folder.resolve("headless.jp2"),
                new byte[] {0, 0, 0, 12, 'j', 'P', ' ', ' ', 13, 10, (byte) 0x87, 10, 0, 0});
        var text =
                "'visual':{'href':'B04.jp2'},'TCI_10m':{'href':'B04.jp2'},"
                        + "'B03':{'href':'B04.jp2','roles':['overview']},"
                        + "'B02_10m':{'href':'absent.jp2'},'B02_20m':{'href':'B04.jp2'},"
                        + "'B05':{'href':'broken.jp2'},'B06':{'href':'headless.jp2'},"
                        + "'B07':{'href':'../outside.jp2'},'meta':{'href':'MTD.xml'}";

        assertThat(assets.rewrite(item(text))).isEqualTo(item(text));
        assertThat(cogs).doesNotExist();
    }

    @Test
    void noticesAreRewrittenOnTheirWayAndDeletionsPass() throws IOException {
        var taken = new ArrayList<String>();
        var sink = new RewritingSink(listInto(taken), assets);
        var source = URI.create("urn:test");
        var time = Instant.parse("2024-01-01T00:00:00Z");

        sink.publish(
                Sensor.S2,
                "x",
                NoticeEnvelope.of(
                        item("'B04':{'href':'B04.jp2'}"), Operation.CREATE, source, "1", time));
        sink.publish(Sensor.S2, "x", "{\"data\":{\"id\":\"x\"}}".getBytes(StandardCharsets.UTF_8));
        sink.close();

        assertThat(taken.get(0)).contains("/cogs/B04-").contains("org.ogc.api.collection.item");
        assertThat(taken.get(1)).isEqualTo("{\"data\":{\"id\":\"x\"}}");
        assertThat(taken.get(2)).isEqualTo("closed");
    }

    private static NoticeSink listInto(List<String> taken) {
        return new NoticeSink() {
            @Override
            public void publish(Sensor sensor, String key, byte[] notice) {
                taken.add(new String(notice, StandardCharsets.UTF_8));
            }

            @Override
            public void refuse(
                    String source,
                    String subject,
                    RejectReason reason,
                    String message,
                    byte[] original) {}

            @Override
            public void flush() {}

            @Override
            public void close() {
                taken.add("closed");
            }
        };
    }
}
