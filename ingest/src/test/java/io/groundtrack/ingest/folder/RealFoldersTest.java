package io.groundtrack.ingest.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.ingest.adapter.NoticeSink;
import io.groundtrack.ingest.notice.NoticeLines;
import io.groundtrack.ingest.notice.NoticeOptions;
import io.groundtrack.ingest.notice.NoticeReader;
import io.groundtrack.ingest.notice.Understood;
import io.groundtrack.ingest.raster.SharedFolder;
import io.groundtrack.ingest.tiling.PatchExtent;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real archives, found in their folders, are the products of the notices made from them. */
class RealFoldersTest {

    private static final NoticeOptions TILE = NoticeOptions.defaults();
    private static final NoticeOptions GRANULE =
            new NoticeOptions(
                    TILE.s2Levels(), TILE.s1Products(), PatchExtent.GRANULE, TILE.maxBytes());

    @TempDir Path scratch;

    @Test
    void burstsOfOperaAreTheProductsOfTheirNotices() throws IOException {
        var found = found(TILE, "data/dist-s1/tests/test_data/cropped/10SGD/137");
        var expected = expected(TILE, "data/notices/opera-rtc.jsonl");

        assertThat(found).hasSize(210).containsOnlyKeys(expected.keySet());
        found.forEach((key, notice) -> assertSame(notice, expected.get(key)));
    }

    @Test
    void patchesOfBigEarthNetAreTheProductsOfTheirNotices() throws IOException {
        var found =
                found(
                        GRANULE,
                        "data/ben-common/src/bigearthnet_common",
                        "data/ben-gdf/tests/datasets",
                        "data/rico/integration_tests/tiffs/BigEarthNet");
        var expected = expected(GRANULE, "data/notices/bigearthnet.jsonl");

        assertThat(found).containsOnlyKeys(expected.keySet());
        found.forEach((key, notice) -> assertSame(notice, expected.get(key)));
    }

    private static void assertSame(GranuleNotice ours, GranuleNotice theirs) {
        assertThat(ours.getGranuleId()).isEqualTo(theirs.getGranuleId());
        assertThat(ours.getProductKind()).isEqualTo(theirs.getProductKind());
        assertThat(ours.getRelativeOrbit()).isEqualTo(theirs.getRelativeOrbit());
        assertThat(ours.getAcquisitionTime()).isEqualTo(theirs.getAcquisitionTime());
        assertThat(ours.getVersion().getBaseline()).isEqualTo(theirs.getVersion().getBaseline());
        assertThat(ours.getTiles()).hasSameSizeAs(theirs.getTiles());
        for (var i = 0; i < ours.getTiles().size(); i++) {
            assertThat(ours.getTiles().get(i).getPassId())
                    .isEqualTo(theirs.getTiles().get(i).getPassId());
            assertThat(ours.getTiles().get(i).getPatches())
                    .isEqualTo(theirs.getTiles().get(i).getPatches());
        }
        assertThat(ours.getAssets()).hasSameSizeAs(theirs.getAssets());
        for (var i = 0; i < ours.getAssets().size(); i++) {
            var our = ours.getAssets().get(i);
            var their = theirs.getAssets().get(i);
            assertThat(Path.of(our.getHref()).getFileName())
                    .isEqualTo(Path.of(their.getHref()).getFileName());
            assertThat(our.getBands()).isEqualTo(their.getBands());
            assertThat(our.getUnit()).isEqualTo(their.getUnit());
            assertThat(our.getScale()).isEqualTo(their.getScale());
            assertThat(our.getOffset()).isEqualTo(their.getOffset());
            assertThat(our.getNodata()).isEqualTo(their.getNodata());
            assertThat(our.getEpsg()).isEqualTo(their.getEpsg());
        }
    }

    private Map<String, GranuleNotice> found(NoticeOptions options, String... folders)
            throws IOException {
        var roots = new ArrayList<Path>();
        for (var folder : folders) {
            roots.add(SharedFolder.require(folder));
        }
        var sink = new Kept();
        var settings =
                new FolderSettings(
                        roots, scratch.resolve("state"), Optional.empty(), Duration.ZERO, false);
        try (var watcher = new FolderWatcher(settings, sink)) {
            watcher.look(Instant.now());
        }
        assertThat(sink.refused).isEmpty();
        return taken(options, sink.notices);
    }

    private static Map<String, GranuleNotice> expected(NoticeOptions options, String file)
            throws IOException {
        var notices = new ArrayList<byte[]>();
        try (var lines = new NoticeLines(SharedFolder.require(file), options.maxBytes())) {
            lines.forEachRemaining(notices::add);
        }
        return taken(options, notices);
    }

    private static Map<String, GranuleNotice> taken(NoticeOptions options, List<byte[]> notices) {
        var taken = new TreeMap<String, GranuleNotice>();
        var reader = new NoticeReader(options);
        for (var notice : notices) {
            var understood = reader.read(notice, new Origin("a", 0, 0L));
            assertThat(understood).isInstanceOf(Understood.Taken.class);
            var granule = ((Understood.Taken) understood).notice();
            taken.put(granule.getProductKey(), granule);
        }
        return taken;
    }

    private static final class Kept implements NoticeSink {
        final List<byte[]> notices = new ArrayList<>();
        final List<String> refused = new ArrayList<>();

        @Override
        public void publish(Sensor sensor, String key, byte[] notice) {
            notices.add(notice);
        }

        @Override
        public void refuse(String s, String subject, RejectReason r, String message, byte[] o) {
            refused.add(message);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
