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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets reach the host they are for, and nobody and nothing else. */
class CredentialsTest {

    @TempDir private Path folder;

    private String file(String text) throws IOException {
        var file = folder.resolve("credentials");
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
        return file.toString();
    }

    @Test
    void eachKindIsSentAsItIsMeant() throws IOException {
        var credentials =
                Credentials.of(
                        file(
                                """
                                # the archive
                                machine a.test login Aladdin password open-sesame
                                machine b.test token abc.def

                                machine c.test header X-Api-Key k1
                                machine c.test header X-Api-More k2
                                machine a.test:8443 token other
                                machine store.test access-key AK secret-key SK session-token ST
                                """));
        // RFC 7617 has this kind of pair
        assertThat(credentials.headers("A.test", 443))
                .containsExactly(Map.entry("authorization", "Basic QWxhZGRpbjpvcGVuLXNlc2FtZQ=="));
        assertThat(credentials.headers("a.test", 8443)).containsValue("Bearer other");
        assertThat(credentials.headers("b.test", 443)).containsValue("Bearer abc.def");
        assertThat(credentials.headers("c.test", 443))
                .containsOnly(Map.entry("x-api-key", "k1"), Map.entry("x-api-more", "k2"));
        assertThat(credentials.headers("x.a.test", 443)).isEmpty();
        assertThat(credentials.keys("store.test", 443))
                .contains(new AwsSignature.Keys("AK", "SK", "ST"));
        assertThat(credentials.toString()).doesNotContain("sesame", "SK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "machine h token geheim more",
                "machine h login u geheim",
                "host h token geheim",
                "machine h header A:B geheim",
                "machine h token gehe\u00efm",
                "machine h access-key geheim",
                "machine h token geheim\nmachine h token geheim",
                "machine"
            })
    void whatIsNotUnderstoodIsNamedByItsLineOnly(String text) throws IOException {
        var file = file(text);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.of(file))
                .withMessageContaining("line " + text.lines().count() + " of " + file)
                .withMessageNotContaining("geheim")
                .withMessageNotContaining("gehe\u00efm");
    }

    @Test
    void filesThatOthersMayReadAreRefused() throws IOException {
        var file = file("machine h token geheim");
        Files.setPosixFilePermissions(Path.of(file), PosixFilePermissions.fromString("rw-r-----"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.of(file))
                .withMessageContaining("may be read by others")
                .withMessageContaining("chmod 600");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.of(folder.resolve("nowhere").toString()))
                .withMessageContaining("does not exist");
    }

    @Test
    void secretsDoNotFollowRedirects() throws IOException {
        try (var other = PlayServer.of(new byte[10]);
                var server =
                        new PlayServer(
                                (asked, out) ->
                                        head(
                                                out,
                                                "302 Found",
                                                "Location: " + other.href("/b.tif"),
                                                "Content-Length: 0"))) {
            var access =
                    Access.to(server, other)
                            .with(
                                    "assets.credentials",
                                    file("machine 127.0.0.1:" + server.port() + " token geheim"));
            access.files().open(server.href("/a.tif")).close();
            assertThat(server.asked().get(0).headers())
                    .containsEntry("authorization", "Bearer geheim");
            assertThat(other.asked()).hasSize(1);
            assertThat(other.asked().get(0).headers()).doesNotContainKey("authorization");
        }
    }

    @Test
    void secretsAreNotToldByPlainHttpOutsideOurNetworks() throws IOException {
        var access =
                Access.nowhere()
                        .with("assets.allowed-hosts", "1.1.1.1")
                        .with("assets.credentials", file("machine 1.1.1.1 token geheim"));
        var files = access.files();
        assertThatThrownBy(() -> files.open("http://1.1.1.1/a.tif"))
                .isInstanceOf(RasterException.class)
                .hasMessageContaining("plain http would tell")
                .hasMessageNotContaining("geheim");
        assertThat(files.counters().requests()).isZero();
    }

    @Test
    void secretsAreInNoMessageOfAFailure() throws IOException {
        try (var server =
                new PlayServer(
                        (asked, out) ->
                                head(out, "403 geheim", "X-Echo: geheim", "Content-Length: 0"))) {
            var files =
                    Access.to(server)
                            .with(
                                    "assets.credentials",
                                    file("machine 127.0.0.1 login geheim password geheim"))
                            .files();
            assertThatThrownBy(() -> files.open(server.href("/a.tif?sig=geheim")))
                    .isInstanceOf(RasterException.class)
                    .hasMessageContaining("403")
                    .hasMessageNotContaining("geheim");
        }
    }
}
