package io.groundtrack.ingest.access;

import static io.groundtrack.ingest.access.PlayServer.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.ingest.raster.RasterException;
import io.groundtrack.ingest.raster.RasterException.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests go where the operator allows, and to no address beside the public ones. */
class RemotePolicyTest {

    private static final byte[] CONTENT = new byte[100];

    private static void assertRefused(AssetFiles files, String href, String... saying) {
        assertThatThrownBy(() -> files.open(href))
                .as(href)
                .isInstanceOfSatisfying(
                        RasterException.class,
                        e -> assertThat(e.problem()).isEqualTo(Problem.ABSENT))
                .hasMessageContainingAll(saying)
                .hasMessageContaining("expected");
    }

    @Test
    void nothingRemoteIsReadByDefault() {
        var files = Access.nowhere().files();
        assertRefused(files, "https://example.org/a.tif", "example.org:443", "not allowed");
        assertRefused(files, "s3://bucket/a.tif", "bucket that is not allowed");
        assertThat(files.counters().requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.org/a.tif",
                "jar:file:/a.jar!/a.tif",
                "gopher://example.org/",
                "data:image/tiff;base64,AAAA",
                "javascript:alert(1)",
                "vsicurl:https://example.org/a.tif"
            })
    void otherSchemesAreRefusedByName(String href) {
        var files = Access.nowhere().with("assets.allowed-hosts", "*").files();
        assertRefused(files, href, "scheme " + href.substring(0, href.indexOf(':')));
    }

    @ParameterizedTest
    @CsvSource({
        "example.org, https://example.org/a, true",
        "example.org, https://EXAMPLE.org/a, true",
        "example.org, http://example.org/a, true",
        "example.org, https://example.org:443/a, true",
        "example.org, https://example.org:8443/a, false",
        "example.org:8443, https://example.org:8443/a, true",
        "example.org:8443, https://example.org/a, false",
        "example.org, https://a.example.org/a, false",
        "example.org, https://example.org.evil.net/a, false",
        "*.example.org, https://a.example.org/a, true",
        "*.example.org, https://a.b.example.org/a, true",
        "*.example.org, https://example.org/a, false",
        "*.example.org, https://badexample.org/a, false",
        "*, https://anything.net/a, true",
        "*, https://anything.net:22/a, false",
        "[::1]:80, http://[::1]/a, true"
    })
    void hostsAreMatchedWhole(String entry, String href, boolean allowed) {
        var uri = java.net.URI.create(href);
        assertThat(
                        AllowedHosts.of(List.of(entry))
                                .allows(
                                        uri.getHost(),
                                        RemotePolicy.port(uri),
                                        uri.getScheme().equals("https")))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org",
                "a b",
                "ex*mple.org",
                "example.org/path",
                "",
                "s3://B"
            })
    void whatIsNoHostStopsTheStart(String entry) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AllowedHosts.of(List.of(entry)))
                .withMessageContaining("assets.allowed-hosts")
                .withMessageContaining("expected");
    }

    @Test
    void addressesThatAreNotPublicAreRefused() {
        var files =
                Access.nowhere()
                        .with("assets.allowed-hosts", "*")
                        .resolving(
                                host ->
                                        switch (host) {
                                            case "metadata.test" -> ips("169.254.169.254");
                                            case "mixed.test" -> ips("1.1.1.1", "10.0.0.1");
                                            case "mapped.test" -> ips("::ffff:127.0.0.1");
                                            default -> InetAddress.getAllByName(host);
                                        })
                        .files();
        assertRefused(files, "http://metadata.test/", "169.254.169.254: link-local");
        assertRefused(files, "https://mixed.test/", "10.0.0.1: private");
        assertRefused(files, "https://mapped.test/", "127.0.0.1: loopback");
        assertRefused(files, "http://127.0.0.1/", "loopback");
        assertRefused(files, "http://2130706433/", "loopback");
        assertRefused(files, "http://[::1]/", "loopback");
        assertRefused(files, "http://[::ffff:a9fe:a9fe]/", "link-local");
        assertRefused(files, "http://0/", "0.0.0.0: this network");
        assertThat(files.counters().requests()).isZero();
    }

    private static InetAddress[] ips(String... addresses) {
        var all = new InetAddress[addresses.length];
        for (int i = 0; i < addresses.length; i++) {
            try {
                all[i] = InetAddress.getByName(addresses[i]);
            } catch (IOException e) {
                throw new IllegalArgumentException(addresses[i], e);
            }
        }
        return all;
    }

    @Test
    void usersInAddressesAreRefusedAndNotTold() {
        var files = Access.nowhere().with("assets.allowed-hosts", "*").files();
        assertThatThrownBy(
                        () -> files.open("https://user:geheim@example.org/a.tif?x=geheim#geheim"))
                .isInstanceOf(RasterException.class)
                .hasMessageContaining("has a user in its address")
                .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> files.open("https://user:geheim@exam ple.org/"))
                .isInstanceOf(RasterException.class)
                .hasMessageNotContaining("geheim");
        assertThat(SafeName.of("//u:p@h/a?b")).isEqualTo("//h/a?…");
        assertThat(SafeName.of("https://h/a\u0000\u202e\nb" + "c".repeat(1000)))
                .startsWith("https://h/a\ufffd\ufffd\ufffdb")
                .hasSizeLessThan(310);
    }

    @Test
    void redirectsAreCheckedAtEveryStep() throws IOException {
        var hops = new AtomicInteger();
        try (var inner = PlayServer.of(CONTENT);
                var outer =
                        new PlayServer(
                                (asked, out) -> {
                                    hops.incrementAndGet();
                                    return head(
                                            out,
                                            "302 Found",
                                            "Location: " + target(asked.target()),
                                            "Content-Length: 0");
                                })) {
            var files = Access.to(outer).files();
            assertRefused(files, outer.href("/metadata"), "169.254.169.254:80", "not allowed");
            assertRefused(files, outer.href("/file"), "scheme file");
            assertRefused(files, outer.href("/user"), "user in its address");
            assertRefused(files, outer.href("/nonsense"), "no address");
            assertRefused(files, outer.href(to(inner)), inner.port() + ", which is not allowed");
            assertThat(inner.asked()).isEmpty();

            assertRefused(files, outer.href("/round"), "more than 5 redirects");

            var wide =
                    Access.to(outer)
                            .with("assets.allowed-hosts", "*;127.0.0.1:" + outer.port())
                            .with("assets.allowed-networks", "127.0.0.1/32")
                            .files();
            assertRefused(wide, outer.href("/metadata"), "link-local");

            hops.set(0);
            try (var file = Access.to(outer, inner).files().open(outer.href(to(inner)))) {
                assertThat(file.size()).isEqualTo(100);
                assertThat(hops).hasValue(1);
            }
        }
    }

    private static String to(PlayServer server) {
        return "/port/" + server.port();
    }

    private static String target(String asked) {
        if (asked.startsWith("/port/")) {
            return "http://127.0.0.1:" + asked.substring("/port/".length()) + "/a.tif";
        }
        return switch (asked) {
            case "/metadata" -> "http://169.254.169.254/latest/meta-data/";
            case "/file" -> "file:///etc/passwd";
            case "/user" -> "http://u:p@127.0.0.1/";
            case "/nonsense" -> "http://[[";
            default -> "/round";
        };
    }

    @Test
    void anExpiredRedirectIsAskedForAnew() throws IOException {
        var content = new byte[200_000];
        var token = new AtomicInteger(1);
        var plain = PlayServer.ranges(content, "\"one\"");
        try (var server =
                        new PlayServer(
                                (asked, out) -> {
                                    var signed = "/signed?token=" + token.get();
                                    if (asked.target().equals("/a.tif")) {
                                        return head(
                                                out,
                                                "307 Temporary Redirect",
                                                "Location: " + signed,
                                                "Content-Length: 0");
                                    }
                                    return asked.target().equals(signed)
                                            ? plain.answer(asked, out)
                                            : head(out, "403 Expired", "Content-Length: 0");
                                });
                var file = Access.to(server).files().open(server.href("/a.tif"))) {
            assertThat(file.read(100_000, 50_000, "block")).hasSize(50_000);
            assertThat(server.asked()).as("the second read goes straight there").hasSize(3);
            token.incrementAndGet();
            assertThat(file.read(100_000, 50_000, "block")).hasSize(50_000);
            assertThat(server.asked()).hasSize(6);
        }
    }

    /** The name is resolved once: what it leads to a moment later is not asked. */
    @Test
    void plainHttpGoesToTheAddressThatWasChecked() throws IOException {
        var asked = new AtomicInteger();
        try (var server = PlayServer.of(CONTENT)) {
            var files =
                    Access.to(server)
                            .with("assets.allowed-hosts", "archive.test:" + server.port())
                            .resolving(
                                    host -> {
                                        assertThat(host).isEqualTo("archive.test");
                                        return asked.incrementAndGet() == 1
                                                ? ips("127.0.0.1")
                                                : ips("10.0.0.1");
                                    })
                            .files();
            var href = "http://archive.test:" + server.port() + "/a.tif";
            try (var file = files.open(href)) {
                assertThat(file.size()).isEqualTo(100);
            }
            assertThat(asked).hasValue(1);
            assertThat(server.asked().get(0).headers())
                    .containsEntry("host", "archive.test:" + server.port());
            // and now it leads elsewhere
            assertRefused(files, "http://archive.test:" + server.port() + "/b.tif", "10.0.0.1");
            assertThat(server.asked()).hasSize(1);
        }
    }
}
