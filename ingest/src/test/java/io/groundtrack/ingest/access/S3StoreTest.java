package io.groundtrack.ingest.access;

import static io.groundtrack.ingest.access.PlayServer.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.ingest.raster.RasterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code s3://bucket/key} leads to the configured store, signed where that is asked for. */
class S3StoreTest {

    @TempDir private Path folder;

    private static S3Store store(String endpoint, boolean pathStyle) {
        return new S3Store(
                new S3Options(endpoint, "eu-central-1", pathStyle, S3Keys.ANONYMOUS, false),
                AllowedHosts.of(List.of("s3://*")),
                Credentials.none());
    }

    @ParameterizedTest
    @CsvSource({
        "'', false, s3://bucket/a/b.tif, https://bucket.s3.eu-central-1.amazonaws.com/a/b.tif",
        "'', true, s3://bucket/a/b.tif, https://s3.eu-central-1.amazonaws.com/bucket/a/b.tif",
        "'', false, s3://b.dots/a.tif, https://s3.eu-central-1.amazonaws.com/b.dots/a.tif",
        "http://h:9000/, true, s3://bucket/a b+%20.tif, http://h:9000/bucket/a%20b%2B%2520.tif",
        "https://h, false, s3://bucket/ü?x#y, https://bucket.h/%C3%BC%3Fx%23y"
    })
    void keysBecomeAddresses(String endpoint, boolean pathStyle, String href, String expected)
            throws RasterException {
        assertThat(store(endpoint, pathStyle).address(href).uri().toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://bucket",
                "s3://bucket/",
                "s3:///key",
                "s3://Bucket/key",
                "s3://user@bucket/key",
                "s3://bucket/../other/key",
                "s3://bucket/a/./b",
                "s3://bucket/.."
            })
    void whatIsNoObjectIsRefused(String href) {
        assertThatThrownBy(() -> store("", true).address(href))
                .isInstanceOf(RasterException.class)
                .hasMessageContaining("expected: s3://bucket/key");
    }

    @Test
    void bucketsHaveToBeAllowed() throws RasterException {
        var store =
                new S3Store(
                        new S3Options("", "eu-central-1", false, S3Keys.ANONYMOUS, false),
                        AllowedHosts.of(List.of("s3://mine", "*")),
                        Credentials.none());
        assertThat(store.address("s3://mine/a").uri()).isNotNull();
        assertThatThrownBy(() -> store.address("s3://others/a"))
                .isInstanceOf(RasterException.class)
                .hasMessageContaining("written s3://others");
    }

    @Test
    void signedRequestsCarryTheirSignatureToTheStoreOnly() throws IOException {
        var keys = folder.resolve("keys");
        Files.createFile(
                keys,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(keys, "machine 127.0.0.1 access-key AKID secret-key geheim");
        try (var other = PlayServer.of(new byte[10]);
                var server = PlayServer.of(new byte[200_000])) {
            var files =
                    Access.to(other)
                            .with("assets.allowed-hosts", "s3://bucket;127.0.0.1:" + other.port())
                            .with("assets.s3.endpoint", server.href(""))
                            .with("assets.s3.path-style", "true")
                            .with("assets.s3.keys", "credentials")
                            .with("assets.s3.requester-pays", "true")
                            .with("assets.credentials", keys.toString())
                            .files();
            try (var file = files.open("s3://bucket/tiles/33/B02.tif")) {
                assertThat(file.name()).isEqualTo("s3://bucket/tiles/33/B02.tif");
                assertThat(file.read(100_000, 50_000, "block")).hasSize(50_000);
            }
            assertThat(server.asked())
                    .hasSize(2)
                    .allSatisfy(
                            asked -> {
                                assertThat(asked.target()).isEqualTo("/bucket/tiles/33/B02.tif");
                                assertThat(asked.headers())
                                        .containsEntry("x-amz-request-payer", "requester");
                                assertThat(asked.headers().get("authorization"))
                                        .startsWith("AWS4-HMAC-SHA256 Credential=AKID/")
                                        .contains(
                                                "/us-west-2/s3/aws4_request",
                                                "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-request-payer,")
                                        .doesNotContain("geheim");
                            });

            server.plays(
                    (asked, out) ->
                            head(
                                    out,
                                    "307 Temporary Redirect",
                                    "Location: " + other.href("/x"),
                                    "Content-Length: 0"));
            files.open("s3://bucket/elsewhere.tif").close();
            assertThat(other.asked()).hasSize(1);
            assertThat(other.asked().get(0).headers())
                    .doesNotContainKeys("authorization", "x-amz-date", "x-amz-request-payer");

            server.plays(
                    (asked, out) ->
                            head(
                                    out,
                                    "301 Moved Permanently",
                                    "x-amz-bucket-region: eu-north-1",
                                    "Content-Length: 0"));
            assertThatThrownBy(() -> files.open("s3://bucket/region.tif"))
                    .isInstanceOf(RasterException.class)
                    .hasMessageContaining("lies in region eu-north-1 (expected: assets.s3.region)");
        }
    }

    @Test
    void keysThatAreNotThereStopTheStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Access.nowhere().with("assets.s3.keys", "credentials").files())
                .withMessageContaining("assets.s3.keys: credentials (expected: a line machine");
        var options = new S3Options("", "eu-central-1", false, S3Keys.ENVIRONMENT, false);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Store.environment(options, Map.of("AWS_ACCESS_KEY_ID", "a")))
                .withMessageContaining("AWS_SECRET_ACCESS_KEY");
        assertThat(
                        S3Store.environment(
                                options,
                                Map.of("AWS_ACCESS_KEY_ID", "a", "AWS_SECRET_ACCESS_KEY", "b")))
                .isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Access.nowhere().with("assets.s3.requester-pays", "true").options())
                .withMessageContaining("nobody would pay");
        for (var endpoint :
                List.of(
                        "store",
                        "ftp://h",
                        "https://h/path",
                        "https://u:geheim@h",
                        "https://h?x")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> Access.nowhere().with("assets.s3.endpoint", endpoint).options())
                    .withMessageContaining("assets.s3.endpoint")
                    .withMessageNotContaining("geheim");
        }
    }
}
