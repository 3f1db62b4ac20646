package io.groundtrack.ingest.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.ingest.adapter.NoticeSink;
import io.groundtrack.ingest.safe.TinySafe;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatcherTest {

    private static final String GRANULE =
            "S2B_MSIL1C_20240206T131259_N0510_R081_T27VWK_20240206T133903";
    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path scratch;
    private Path root;
    private Instant now = Instant.now().plusSeconds(60);
    private final Notices sink = new Notices();

    /** What was sent; fails when asked to. */
    private static final class Notices implements NoticeSink {
        final List<JsonNode> sent = new ArrayList<>();
        final List<String> refused = new ArrayList<>();
        boolean broken;

        @Override
        public void publish(Sensor sensor, String key, byte[] notice) throws IOException {
            sent.add(JSON.readTree(notice));
        }

        @Override
        public void refuse(String s, String subject, RejectReason r, String message, byte[] o) {
            refused.add(message);
        }

        @Override
        public void flush() throws IOException {
            if (broken) {
                throw new IOException("the broker is gone");
            }
        }

        @Override
        public void close() {}

        List<String> types() {
            return sent.stream()
                    .map(n -> n.path("type").asText().replaceFirst(".*\\.", ""))
                    .toList();
        }
    }

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectories(scratch.resolve("in")).toRealPath();
    }

    @Test
    void aProductIsCreatedOnceUpdatedWhenItChangesAndDeletedWhenItIsGone() throws IOException {
        var item = item("a", "S2");
        try (var watcher = watcher()) {
            assertThat(watcher.look(now).created()).isEqualTo(1);
            assertThat(watcher.look(now).unchanged()).isEqualTo(1);
        }
        Files.writeString(item.resolveSibling("B04.tif"), "other pixels");
        try (var watcher = watcher()) {
            assertThat(watcher.look(now.plusSeconds(60)).updated()).isEqualTo(1);
        }
        Files.writeString(root.resolve("readme.txt"), "so that the folder is not empty");
        Files.delete(item);
        try (var watcher = watcher()) {
            assertThat(watcher.look(now.plusSeconds(120)).deleted()).isEqualTo(1);
            assertThat(watcher.look(now.plusSeconds(180)).deleted()).isZero();
        }

        assertThat(sink.types()).containsExactly("create", "update", "delete");
        assertThat(sink.sent.get(2).path("data")).isEqualTo(sink.sent.get(1).path("data"));
        assertThat(sink.sent.get(1).path("data")).isNotEqualTo(sink.sent.get(0).path("data"));
        assertThat(sink.sent.get(0).path("data").path("assets").path("B04").path("href").asText())
                .isEqualTo(item.resolveSibling("B04.tif").toString());
    }

    @Test
    void whatChangedAMomentAgoWaits() throws IOException {
        item("a", "S2");
        try (var watcher = watcher()) {
            var first = watcher.look(Instant.now());
            assertThat(first.created()).isZero();
            assertThat(first.waiting()).singleElement().asString().contains("changed a moment ago");
            assertThat(first.settles()).isNotNull();
            assertThat(watcher.look(first.settles()).created()).isEqualTo(1);
        }
    }

    /** The clock of a file server may run ahead: unchanged for long enough is as good as old. */
    @Test
    void aFileFromTheFutureSettlesWhenItStaysAsItIs() throws IOException {
        var item = item("a", "S2");
        Files.setLastModifiedTime(item, FileTime.from(now.plus(Duration.ofDays(365))));
        try (var watcher = watcher()) {
            assertThat(watcher.look(now).created()).isZero();
            assertThat(watcher.look(now.plus(SETTLE)).created()).isEqualTo(1);
        }
    }

    @Test
    void anItemWaitsForItsAssets() throws IOException {
        var item = item("a", "S2");
        Files.delete(item.resolveSibling("B04.tif"));
        try (var watcher = watcher()) {
            assertThat(watcher.look(now).waiting())
                    .singleElement()
                    .asString()
                    .endsWith("B04.tif: is not there");
            Files.writeString(item.resolveSibling("B04.tif"), "pixels");
            assertThat(watcher.look(now.plusSeconds(60)).created()).isEqualTo(1);
        }
    }

    @Test
    void aSafeFolderWaitsForTheBytesThatItsManifestStates() throws IOException {
        var folder = TinySafe.folder(root, GRANULE);
        var image = first(folder, ".jp2");
        var whole = Files.readAllBytes(image);
        Files.write(image, Arrays.copyOf(whole, 7));
        try (var watcher = watcher()) {
            assertThat(watcher.look(now).waiting())
                    .singleElement()
                    .asString()
                    .endsWith(": 7 bytes of " + whole.length);
            Files.write(image, whole);
            Files.createFile(folder.resolve("x.part"));
            assertThat(watcher.look(now).waiting())
                    .singleElement()
                    .asString()
                    .contains("still being written");
            Files.delete(folder.resolve("x.part"));
            assertThat(watcher.look(now).created()).isEqualTo(1);
        }
        assertThat(sink.sent.get(0).path("data").path("id").asText()).isEqualTo(GRANULE);
    }

    @Test
    void aFolderOrFileThatIsStillBeingCopiedIsPassedBy() throws IOException {
        Files.move(TinySafe.folder(root, GRANULE), root.resolve(GRANULE + ".SAFE.part"));
        Files.move(TinySafe.zip(root, GRANULE), root.resolve(GRANULE + ".zip.part"));
        try (var watcher = watcher()) {
            assertThat(watcher.look(now).waiting()).isEmpty();
        }
        assertThat(sink.sent).isEmpty();
    }

    @Test
    void aZipNeedsAWorkFolderAndIsUnpackedThere() throws IOException {
        TinySafe.zip(root, GRANULE);
        try (var watcher = watcher()) {
            assertThat(watcher.look(now).refused()).isEqualTo(1);
            assertThat(watcher.look(now).refused()).isZero();
        }
        assertThat(sink.refused).singleElement().asString().contains("--work DIR");
        var work = scratch.resolve("work");
        var settings =
                new FolderSettings(
                        List.of(root), scratch.resolve("other"), Optional.of(work), SETTLE, false);
        try (var watcher = new FolderWatcher(settings, sink)) {
            assertThat(watcher.look(now).created()).isEqualTo(1);
            var href =
                    sink.sent
                            .get(0)
                            .path("data")
                            .path("assets")
                            .path("B04_10m")
                            .path("href")
                            .asText();
            assertThat(Path.of(href)).exists().startsWith(work.toAbsolutePath());
            Files.delete(root.resolve(GRANULE + ".zip"));
            Files.writeString(root.resolve("readme.txt"), "not empty");
            assertThat(watcher.look(now).deleted()).isEqualTo(1);
            assertThat(Path.of(href)).doesNotExist();
        }
    }

    @Test
    void whatCannotBeReadIsRefusedOnceAndLookedAtAgainWhenItChanges() throws IOException {
        var folder = TinySafe.folder(root, GRANULE);
        var metadata = Files.readString(folder.resolve("MTD_MSIL1C.xml"));
        Files.writeString(folder.resolve("MTD_MSIL1C.xml"), "<!DOCTYPE a><a/>");
        try (var watcher = watcher()) {
            assertThat(watcher.look(now).refused()).isEqualTo(1);
            assertThat(watcher.look(now).refused()).isZero();
            Files.writeString(folder.resolve("MTD_MSIL1C.xml"), metadata);
            assertThat(watcher.look(now).created()).isEqualTo(1);
        }
        assertThat(sink.refused).singleElement().asString().contains("has a document type");
        assertThat(sink.types()).containsExactly("create");
    }

    @Test
    void anItemMustNotLeadOutOfTheFolder() throws IOException {
        var secret = Files.writeString(scratch.resolve("secret.tif"), "secret");
        var item = item("a", "S2");
        for (var href : List.of("../../secret.tif", secret.toString(), secret.toUri().toString())) {
            Files.writeString(item, text("a", "S2").replace("B04.tif", href));
            try (var watcher = watcher()) {
                assertThat(watcher.look(now.plusSeconds(60)).refused()).as(href).isEqualTo(1);
            }
        }
        Files.createSymbolicLink(item.resolveSibling("link.tif"), secret);
        Files.writeString(item, text("a", "S2").replace("B04.tif", "link.tif"));
        try (var watcher = watcher()) {
            assertThat(watcher.look(now.plusSeconds(60)).refused()).isEqualTo(1);
        }
        assertThat(sink.sent).isEmpty();
        assertThat(sink.refused).hasSize(4).allMatch(m -> m.contains("inside the watched folder"));
    }

    @Test
    void linksToFoldersAreNotFollowed() throws IOException {
        var outside = Files.createDirectories(scratch.resolve("outside"));
        TinySafe.folder(outside, GRANULE);
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.createSymbolicLink(root.resolve("loop"), root);
        try (var watcher = watcher()) {
            assertThat(watcher.look(now).waiting()).isEmpty();
        }
        assertThat(sink.sent).isEmpty();
    }

    @Test
    void linksToFilesCountInsideTheFolderAndNoneDoesInsideAProduct() throws IOException {
        var pool = Files.createDirectories(root.resolve("pool"));
        var pixels = item("a", "S2").resolveSibling("B04.tif");
        Files.move(pixels, pool.resolve("B04.tif"));
        Files.createSymbolicLink(pixels, pool.resolve("B04.tif"));
        var product = TinySafe.folder(root, GRANULE);
        try (var watcher = watcher()) {
            assertThat(watcher.look(now).created()).isEqualTo(2);
        }
        try (var files = Files.walk(product)) {
            var image = files.filter(f -> f.toString().endsWith(".jp2")).findFirst().orElseThrow();
            Files.move(image, pool.resolve("image.jp2"));
            Files.createSymbolicLink(image, pool.resolve("image.jp2"));
        }
        try (var watcher = watcher()) {
            var summary = watcher.look(now.plusSeconds(60));
            assertThat(summary.updated()).isZero();
            assertThat(summary.waiting()).singleElement().asString().contains("is not there");
        }
        assertThat(sink.types()).containsExactly("create", "create");
    }

    @Test
    void aFolderThatVanishesOrEmptiesTakesNothingBack() throws IOException {
        item("a", "S2");
        try (var watcher = watcher()) {
            watcher.look(now);
            Files.move(root, scratch.resolve("unmounted"));
            assertThat(watcher.look(now).kept()).hasSize(1);
            Files.createDirectory(root);
            assertThat(watcher.look(now).kept()).hasSize(1);
            Files.delete(root);
            Files.move(scratch.resolve("unmounted"), root);
            assertThat(watcher.look(now).unchanged()).isEqualTo(1);
        }
        assertThat(sink.types()).containsExactly("create");
    }

    @Test
    void aProductThatWasMovedIsNotTakenBack() throws IOException {
        item("a", "S2");
        try (var watcher = watcher()) {
            watcher.look(now);
            Files.move(root.resolve("a"), root.resolve("b"));
            watcher.look(now);
        }
        assertThat(sink.types()).containsExactly("create", "create");
    }

    @Test
    void whatTheSinkDidNotKeepIsSentAgain() throws IOException {
        item("a", "S2");
        sink.broken = true;
        try (var watcher = watcher()) {
            assertThatThrownBy(() -> watcher.look(now)).hasMessage("the broker is gone");
            sink.broken = false;
            assertThat(watcher.look(now).created()).isEqualTo(1);
        }
        assertThat(sink.sent).hasSize(2);
        assertThat(sink.sent.get(0)).isEqualTo(sink.sent.get(1));
    }

    @Test
    void otherMissionsAndOtherJsonAreNoBusinessOfOurs() throws IOException {
        item("landsat", "LANDSAT_8");
        Files.writeString(root.resolve("package.json"), "{\"name\":\"x\"}");
        Files.writeString(root.resolve("broken.json"), "{");
        try (var watcher = watcher()) {
            var summary = watcher.look(now);
            assertThat(summary.ignored()).isEqualTo(1);
            assertThat(summary.refused()).isZero();
        }
    }

    @Test
    void twoProcessesDoNotShareAState() throws IOException {
        try (var first = watcher()) {
            assertThatThrownBy(this::watcher).hasMessageContaining("another process works with it");
            assertThat(first.look(now).created()).isZero();
        }
    }

    @Test
    void stateInsideAWatchedFolderIsRefused() {
        assertThatThrownBy(
                        () ->
                                new FolderSettings(
                                        List.of(root),
                                        root.resolve("state"),
                                        Optional.empty(),
                                        SETTLE,
                                        false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: elsewhere");
    }

    @Test
    @SuppressWarnings("try")
    void theLoopWakesWhenSomethingComes() throws Exception {
        var settings =
                new FolderSettings(
                        List.of(root),
                        scratch.resolve("state"),
                        Optional.empty(),
                        Duration.ZERO,
                        false);
        var looks = new CountDownLatch(1);
        var sent = new CountDownLatch(1);
        try (var watcher = new FolderWatcher(settings, sink);
                var loop =
                        new FolderLoop(
                                watcher,
                                Duration.ofSeconds(20),
                                Clock.systemUTC(),
                                summary -> {
                                    looks.countDown();
                                    if (summary.created() == 1) {
                                        sent.countDown();
                                    }
                                })) {
            var thread =
                    new Thread(
                            () -> {
                                try {
                                    loop.run();
                                } catch (IOException | InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            thread.start();
            assertThat(looks.await(20, TimeUnit.SECONDS)).isTrue();
            item("a", "S2");
            assertThat(sent.await(60, TimeUnit.SECONDS)).isTrue();
            loop.close();
            thread.join(20_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private FolderWatcher watcher() throws IOException {
        return new FolderWatcher(
                new FolderSettings(
                        List.of(root), scratch.resolve("state"), Optional.empty(), SETTLE, false),
                sink);
    }

    private Path item(String name, String mission) throws IOException {
        var folder = Files.createDirectories(root.resolve(name));
        Files.writeString(folder.resolve("B04.tif"), "pixels");
        return Files.writeString(folder.resolve("item.json"), text(name, mission));
    }

    private static String text(String name, String mission) {
        var platform = mission.equals("S2") ? "sentinel-2a" : mission;
        return ("{'type':'Feature','stac_version':'1.0.0','id':'"
                        + name
                        + "','geometry':null,"
                        + "'properties':{'platform':'"
                        + platform
                        + "'},'links':[],"
                        + "'assets':{'B04':{'href':'B04.tif'}}}")
                .replace('\'', '"');
    }

    private static Path first(Path folder, String suffix) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(suffix)).findFirst().orElseThrow();
        }
    }
}
