package io.groundtrack.ingest.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.groundtrack.ingest.tls.TlsServer.Answer;
import io.groundtrack.ingest.tls.TlsServer.Asked;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS with certificates of our own, made here by the JDK's keytool. */
class TlsTest {

    private static final String PASSWORD = "made-for-a-test";
    private static final byte[] CONTENT = new byte[400_000];
    private static final String ITEM =
            "{\"type\":\"Feature\",\"stac_version\":\"1.0.0\",\"id\":\"a\",\"geometry\":null,"
                    + "\"properties\":{\"updated\":\"2024-02-01T00:00:00Z\"},\"assets\":{}}";

    @TempDir private static Path folder;
    private static Path good;

    @BeforeAll
    static void keys() throws Exception {
        new Random(7).nextBytes(CONTENT);
        good = key("good", "-ext", "san=ip:127.0.0.1", "-validity", "2");
    }

    private static Path key(String name, String... more) throws Exception {
        var store = folder.resolve(name + ".p12");
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-alias",
                                name,
                                "-dname",
                                "CN=" + name + ".test",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                store.toString()));
        command.addAll(List.of(more));
        assertThat(run(command)).as("keytool").startsWith("0 ");
        return store;
    }

    /** Exit code and what was printed. */
    private static String run(List<String> command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + output;
    }

    private static TlsServer server(Path keys, String... protocols) throws Exception {
        return new TlsServer(keys, PASSWORD, List.of(protocols), TlsTest::answer);
    }

    private static Answer answer(Asked asked) {
        return switch (asked.path()) {
            case "/asset" -> TlsServer.ranges(CONTENT, asked.range());
            case "/v1" ->
                    Answer.json(
                            "{\"conformsTo\":[\"https://api.stacspec.org/v1.0.0/item-search#sort\"]}");
            default -> Answer.json("{\"features\":[" + ITEM + "],\"links\":[]}");
        };
    }

    /** A JVM that trusts our certificate, by the option that the message names. */
    private static String readTrusting(Path keys, TlsServer server) throws Exception {
        return run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-Djavax.net.ssl.trustStore=" + keys,
                        "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                        "-cp",
                        System.getProperty("java.class.path"),
                        TlsReader.class.getName(),
                        server.address()));
    }

    private static String whole() {
        return Arrays.hashCode(Arrays.copyOf(CONTENT, 10))
                + " "
                + Arrays.hashCode(Arrays.copyOfRange(CONTENT, 300_000, 301_000))
                + " 1";
    }

    @Test
    void assetsAndCataloguesAreReadByHttp2FromAServerWhoseCertificateIsTrusted() throws Exception {
        try (var server = server(good, "h2", "http/1.1")) {
            assertThat(readTrusting(good, server)).startsWith("0 ").contains(whole());
            assertThat(server.asked())
                    .extracting(Asked::protocol, Asked::method, Asked::path)
                    .contains(
                            tuple("h2", "GET", "/asset"),
                            tuple("h2", "GET", "/v1"),
                            tuple("h2", "POST", "/v1/search"))
                    .allMatch(asked -> asked.toList().get(0).equals("h2"));
            assertThat(server.asked())
                    .extracting(Asked::range)
                    .contains("bytes=0-65535", "bytes=262144-327679");
        }
    }

    @Test
    void assetsAndCataloguesAreReadByHttp1WhereTheServerHasNoOther() throws Exception {
        try (var server = server(good, "http/1.1")) {
            assertThat(readTrusting(good, server)).startsWith("0 ").contains(whole());
            assertThat(server.asked()).extracting(Asked::protocol).containsOnly("http/1.1");
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsSaidAtOnceAndNothingIsAsked() throws Exception {
        try (var server = server(good, "h2", "http/1.1")) {
            var expected =
                    "its certificate is not trusted (%sexpected: one of an authority that Java"
                            + " knows; -Djavax.net.ssl.trustStore=FILE names others)";
            assertThatThrownBy(() -> TlsReader.asset(server.address()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(server.address() + "/asset")
                    .hasMessageContaining(expected.formatted("1 attempt; "));
            assertThatThrownBy(() -> TlsReader.items(server.address()))
                    .isInstanceOf(IOException.class)
                    .hasMessage(server.address() + "/v1: " + expected.formatted(""));
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void aTrustedCertificateForAnotherHostIsSaidSo() throws Exception {
        var other = key("other", "-ext", "san=dns:other.test", "-validity", "2");
        try (var wrong = server(other, "h2")) {
            assertThat(readTrusting(other, wrong))
                    .startsWith("1 ")
                    .contains("its certificate is for another host (1 attempt");
            assertThat(wrong.asked()).isEmpty();
        }
    }
}
