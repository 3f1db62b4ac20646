package io.groundtrack.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.ingest.raster.RasterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Local files are read below the base and the allowed roots, by whatever way they are named. */
class LocalRootsTest {

    @TempDir private Path folder;
    private Path base;
    private Path other;
    private LocalRoots roots;

    @BeforeEach
    void write() throws IOException {
        base = Files.createDirectories(folder.resolve("base"));
        other = Files.createDirectories(folder.resolve("other"));
        Files.createDirectories(base.resolve("in"));
        for (var file :
                List.of("base/a.tif", "base/in/b c.tif", "other/o.tif", "secret", "baseline.tif")) {
            Files.write(folder.resolve(file), new byte[1]);
        }
        roots = new LocalRoots(base.toString(), List.of());
    }

    private void assertRefused(LocalRoots roots, String href) {
        assertThatThrownBy(() -> roots.resolve(href))
                .isInstanceOf(RasterException.class)
                .hasMessageContaining("outside the folders that may be read")
                .hasMessageContaining("assets.allowed-roots");
    }

    @Test
    void everySpellingOfAnAllowedFileIsRead() throws IOException {
        for (var href :
                List.of(
                        "a.tif",
                        "./a.tif",
                        "in/../a.tif",
                        "../base/a.tif",
                        base + "/a.tif",
                        base.resolve("a.tif").toUri().toString(),
                        "file://localhost" + base + "/a.tif",
                        "FILE:" + base + "/a.tif")) {
            assertThat(roots.resolve(href)).as(href).isEqualTo(base.resolve("a.tif").toRealPath());
        }
        assertThat(roots.resolve("in/b%20c.tif")).exists();
        assertThat(roots.resolve("in/b c.tif")).exists();
    }

    @Test
    void whatLiesElsewhereIsRefusedUnread() {
        for (var href :
                List.of(
                        "../secret",
                        "in/../../secret",
                        "%2e%2e/secret",
                        "../baseline.tif",
                        "../not-there",
                        folder + "/secret",
                        "/etc/passwd",
                        "file:///etc/passwd",
                        "file:" + base + "/../secret",
                        "/proc/self/environ")) {
            assertRefused(roots, href);
        }
    }

    @Test
    void linksAreFollowedAndHeldToo() throws IOException {
        Files.createSymbolicLink(base.resolve("out.tif"), folder.resolve("secret"));
        Files.createSymbolicLink(base.resolve("up"), folder);
        Files.createSymbolicLink(base.resolve("good.tif"), base.resolve("a.tif"));
        assertRefused(roots, "out.tif");
        assertRefused(roots, "up/secret");
        assertThat(roots.resolve("good.tif")).isEqualTo(base.resolve("a.tif").toRealPath());
    }

    @Test
    void theBaseItselfMayBeALink() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link"), base);
        var linked = new LocalRoots(link.toString(), List.of());
        assertThat(linked.resolve("a.tif")).isEqualTo(base.resolve("a.tif").toRealPath());
        assertThat(linked.resolve(base + "/a.tif")).exists();
        assertRefused(linked, "../secret");
    }

    @Test
    void otherRootsAreAddedToTheBase() throws IOException {
        var wider = new LocalRoots(base.toString(), List.of(other.toString()));
        assertThat(wider.resolve("../other/o.tif")).exists();
        assertThat(wider.resolve("a.tif")).exists();
        assertRefused(wider, "../secret");
    }

    @Test
    void rootsMayComeLater() throws IOException {
        var later = new LocalRoots(folder.resolve("later").toString(), List.of());
        assertThat(later.resolve("a.tif")).doesNotExist();
        Files.createDirectory(folder.resolve("later"));
        Files.write(folder.resolve("later/a.tif"), new byte[1]);
        assertThat(later.resolve("a.tif")).exists();
    }

    @Test
    void whatIsNoPathIsSaidInWords() {
        for (var href : List.of("a\0b", "file://elsewhere/a.tif", "file:a.tif?x", "%zz", "file:")) {
            assertThatThrownBy(() -> roots.resolve(href).toRealPath())
                    .as(href)
                    .isInstanceOf(IOException.class);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LocalRoots(" ", List.of()))
                .withMessageContaining("assets.base");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LocalRoots("https://example.org", List.of("a\0")))
                .withMessageContaining("assets.allowed-roots");
    }
}
