package io.groundtrack.bench.raster;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.ingest.cog.CogProfile;
import io.groundtrack.ingest.notice.NoticeOptions;
import io.groundtrack.ingest.notice.NoticeReader;
import io.groundtrack.ingest.notice.Understood;
import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.Rasters;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A pair of 2 × 2 patches, made as the pair of full size is. */
class GranuleMakerTest {

    private static final int SIDE = 240;

    @TempDir private Path folder;

    @Test
    void noticesAreUnderstoodAndTheirFilesCoverTheirPatches() throws IOException {
        int code =
                new CommandLine(new GranuleMaker())
                        .execute(
                                folder.toString(),
                                "--side",
                                Integer.toString(SIDE),
                                "--codec",
                                CogProfile.Codec.ZSTD.name(),
                                "--shared",
                                folder.resolve("absent").toString());
        assertThat(code).isZero();

        var reader = new NoticeReader(NoticeOptions.from(new Configuration()));
        var notices = new ArrayList<GranuleNotice>();
        for (var line : Files.readAllLines(folder.resolve("notices.jsonl"))) {
            var understood =
                    reader.read(line.getBytes(StandardCharsets.UTF_8), new Origin("test", 0, 0L));
            assertThat(understood).isInstanceOf(Understood.Taken.class);
            notices.add(((Understood.Taken) understood).notice());
        }

        assertThat(notices)
                .extracting(GranuleNotice::getSensor)
                .containsExactly(Sensor.S2, Sensor.S1);
        for (var notice : notices) {
            var share =
                    notice.getTiles().stream()
                            .filter(tile -> tile.getTile().equals("33UUP"))
                            .findFirst()
                            .orElseThrow();
            assertThat(Packed.bits(share.getPatches()).cardinality()).isEqualTo(4);
            assertThat(notice.getAssets()).hasSize(notice.getSensor() == Sensor.S2 ? 11 : 2);
            for (var asset : notice.getAssets()) {
                try (var raster =
                        Rasters.open(folder.resolve(asset.getHref()), new BlockCache(0))) {
                    raster.requireComplete();
                    var pixels = new float[raster.width() * raster.height()];
                    raster.read(0, 0, 0, raster.width(), raster.height(), pixels);
                    assertThat(raster.width()).isIn(SIDE, SIDE / 2);
                    for (float pixel : pixels) {
                        assertThat(pixel).isPositive();
                    }
                }
            }
        }
    }
}
