package io.groundtrack.ingest.cutting;

import static io.groundtrack.ingest.cutting.Strips.aStrip;
import static io.groundtrack.ingest.cutting.Strips.asset;
import static io.groundtrack.ingest.cutting.Strips.bit;
import static io.groundtrack.ingest.cutting.Strips.bits;
import static io.groundtrack.ingest.raster.TinyTiff.aTiff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.ingest.hostile.CapturedLog;
import io.groundtrack.ingest.raster.TinyTiff;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where an Item may lead the cutter: nowhere but below the allowed folders. What it names elsewhere
 * is a reject that gives nothing away, and no request is made and no file opened.
 */
class HostileHrefTest {

    private static final String SECRET = "s3cr3t-of-somebody";

    @TempDir private Path folder;

    private Path allowed;

    @BeforeEach
    void writeRasters() throws IOException {
        allowed = Files.createDirectories(folder.resolve("allowed"));
        sound().write(allowed.resolve("good.tif"));
        sound().write(folder.resolve("outside.tif"));
    }

    private static TinyTiff sound() {
        return aTiff(120, 120)
                .band(p -> -10)
                .band(p -> -15)
                .at(Strips.EPSG, Strips.ULX, Strips.ULY, 10);
    }

    private Cut cut(String href) {
        var strip =
                aStrip(Sensor.S1)
                        .patches(bit(0, 0))
                        .granule("one", 5, bits(bit(0, 0)), asset(Sensor.S1, href, "VV", "VH"))
                        .build();
        var options = CutOptions.defaults(allowed.toString(), List.of("B04"), List.of("VV", "VH"));
        try (var cutter = new PatchCutter(options)) {
            return cutter.cut(strip);
        }
    }

    private Reject rejected(String href) {
        try (var log = CapturedLog.start()) {
            var cut =
                    Assertions.assertTimeout(
                            Duration.ofSeconds(10), () -> cut(href), "time of " + href);
            assertThat(cut.outcomes())
                    .as(href)
                    .extracting(PatchOutcome::getKind)
                    .containsExactly(OutcomeKind.REJECTED);
            assertThat(cut.rejects()).hasSize(1);
            var reject = cut.rejects().get(0);
            assertThat(reject.getMessage())
                    .hasSizeLessThan(1_500)
                    .doesNotContain(SECRET)
                    .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
            assertThat(cut.outcomes().get(0).getReason()).doesNotContain(SECRET);
            log.assertFit(SECRET);
            return reject;
        }
    }

    @Test
    void aFileBelowTheFolderIsRead() {
        for (var href :
                List.of(
                        "good.tif",
                        "./x/../good.tif",
                        allowed.resolve("good.tif").toUri().toString())) {
            assertThat(cut(href).rejects()).as(href).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside.tif",
                "x/../../outside.tif",
                "./././../outside.tif",
                "..%2foutside.tif",
                "%2e%2e/outside.tif",
                "%2e%2e%2foutside.tif",
                "x/%2e%2e/%2e%2e/outside.tif",
                "/etc/passwd",
                "/proc/self/environ",
                "/dev/zero",
                "/dev/stdin",
                "/dev/random",
                "file:///etc/passwd",
                "FILE:/etc/passwd",
                "file:/etc/passwd",
                "file:///proc/self/environ",
                "file:///dev/zero",
                "file:../outside.tif",
                "file://localhost/etc/passwd",
                "file://server/share/a.tif",
                "file:////server/a.tif",
                "\\\\server\\share\\a.tif",
                "//server/share/a.tif",
                "..\\outside.tif",
                "good.tif\u0000.png",
                "%00",
                "good%00.tif",
                "",
                " ",
                "..",
                ".",
                "/",
                "~/a.tif",
                "\n/etc/passwd",
                "\u202egood.tif"
            })
    void filesElsewhereAreNotOpened(String href) {
        assertThat(rejected(href).getReason()).isEqualTo(RejectReason.ASSET_MISSING);
    }

    @Test
    void aLinkThatLeavesTheFolderIsNotFollowed() throws IOException {
        Files.createSymbolicLink(allowed.resolve("link.tif"), folder.resolve("outside.tif"));
        Files.createSymbolicLink(allowed.resolve("up"), folder);
        assertThat(rejected("link.tif").getReason()).isEqualTo(RejectReason.ASSET_MISSING);
        assertThat(rejected("up/outside.tif").getReason()).isEqualTo(RejectReason.ASSET_MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://HOST/a.tif",
                "jar:file:/a.zip!/a.tif",
                "jar:http://HOST/a.zip!/a.tif",
                "gopher://HOST/1",
                "data:image/tiff;base64,SUkqAAgAAAA=",
                "javascript:alert(1)",
                "ldap://HOST/a",
                "vfs:http://HOST/a",
                "/vsicurl/http://HOST/a.tif",
                "/vsizip//etc/a.zip",
                "HTTP://HOST/a.tif",
                "http:HOST/a.tif",
                "http:///HOST/a.tif",
                "https:\\\\HOST\\a.tif",
                "s3://" + SECRET + "@bucket/key",
                "s3://../key",
                "http://",
                "http://user:" + SECRET + "@HOST/a.tif",
                "http://HOST/a.tif?X-Amz-Signature=" + SECRET,
                "http://example.org:" + SECRET + "@HOST/a.tif",
                "http://HOST#@example.org/",
                "http://HOST/\r\nAuthorization:%20x"
            })
    void hostsThatNobodyAllowedAreNotAsked(String href) throws IOException {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            rejected(href.replace("HOST", "127.0.0.1:" + server.getLocalPort()));
            server.setSoTimeout(1);
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "http://[::ffff:127.0.0.1]:PORT/",
                "http://2130706433:PORT/",
                "http://0x7f000001:PORT/",
                "http://0177.0.0.1:PORT/",
                "http://127.1:PORT/",
                "http://0:PORT/",
                "http://[::1]:PORT/",
                "http://[::]:PORT/",
                "http://localhost:PORT/",
                "http://LOCALHOST.:PORT/",
                "http://[fe80::1%25lo]:PORT/",
                "http://127.0.0.1:PORT/",
                "http://[64:ff9b::7f00:1]:PORT/",
                "http://\u0661\u0662\u0667.0.0.1:PORT/",
                "http://metadata.google.internal/",
                "http://127.0.0.1.:PORT/",
                "http://①②⑦.0.0.1:PORT/"
            })
    void addressesOfThisMachineAndItsNetworkAreNotAsked(String href) throws IOException {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            rejected(href.replace("PORT", Integer.toString(server.getLocalPort())));
            server.setSoTimeout(1);
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void anEndlessHrefIsCut() {
        rejected("x".repeat(64 << 10));
        rejected("http://" + "a.".repeat(32 << 10) + "org/" + SECRET);
        rejected("../".repeat(20_000) + "a.tif");
        rejected("%2e%2e%2f".repeat(7_000));
    }
}
