package io.groundtrack.ingest.adapter.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.ingest.adapter.Announcer;
import io.groundtrack.ingest.adapter.Collected;
import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.FeedCounts.Kind;
import io.groundtrack.ingest.adapter.cdse.CdseDoor;
import io.groundtrack.ingest.adapter.cdse.CdseNotifications;
import io.groundtrack.ingest.adapter.cdse.ItemLookup;
import io.groundtrack.ingest.adapter.cdse.OdataItem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The endpoint of a push subscription, asked over the loopback. */
class PushServerTest {

    private static final String CREATED =
            "{\"SubscriptionEvent\":\"created\",\"NotificationDate\":\"2024-01-29T10:59:08.698Z\","
                    + "\"value\":{\"Id\":\"1\",\"Name\":\"S2A_MSIL2A_20240129T062121_N0510_R034_T44VMN_20240129T093752.SAFE\"}}";

    private final Collected sink = new Collected();
    private final FeedCounts counts = new FeedCounts();
    private final List<String> said = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private PushServer server;

    @BeforeEach
    void open() throws Exception {
        var door =
                new CdseDoor(
                        new BasicAuth("cdse", "pa:ss"),
                        new CdseNotifications(
                                URI.create("urn:cdse"),
                                new OdataItem("s3://eodata"),
                                ItemLookup.NONE,
                                Clock.systemUTC()),
                        new Announcer(sink, counts, 4 << 20),
                        "urn:cdse");
        server =
                new PushServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        "/notify",
                        10_000,
                        door,
                        counts,
                        line -> {
                            synchronized (said) {
                                said.add(line);
                            }
                        });
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create(
                        "http://"
                                + server.address().getAddress().getHostAddress()
                                + ":"
                                + server.address().getPort()
                                + path));
    }

    private HttpResponse<String> post(String credentials, String body) throws Exception {
        var request = request("/notify").POST(BodyPublishers.ofString(body));
        if (credentials != null) {
            request.header("Authorization", credentials);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static String basic(String credentials) {
        return "Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aNotificationIsTakenOnceItIsDurable() throws Exception {
        assertThat(post(basic("cdse:pa:ss"), CREATED).statusCode()).isEqualTo(200);
        assertThat(sink.notices).hasSize(1);
    }

    @Test
    void whatKafkaDidNotTakeIsAskedForAgain() throws Exception {
        sink.broken = true;
        var away = post(basic("cdse:pa:ss"), CREATED);
        sink.broken = false;

        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).contains("30");
        assertThat(sink.notices).isEmpty();
        assertThat(post(basic("cdse:pa:ss"), CREATED).statusCode()).isEqualTo(200);
        assertThat(sink.notices).hasSize(1);
        assertThat(said).singleElement().asString().contains("Kafka is away");
    }

    @Test
    void strangersAreTurnedAwayWithoutBeingHeard() throws Exception {
        for (var credentials :
                new String[] {
                    null,
                    "",
                    "Basic",
                    "Basic ####",
                    basic("cdse:pa:s"),
                    basic("cdse:pa:sss"),
                    basic("other:pa:ss"),
                    basic(""),
                    "Bearer x",
                    basic("cdse:pa:ss") + "AAAA"
                }) {
            var answer = post(credentials, CREATED);

            assertThat(answer.statusCode()).as(credentials).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Basic realm=");
        }
        assertThat(sink.notices).isEmpty();
        assertThat(sink.refused).isEmpty();
        assertThat(counts.get(Kind.DENIED)).isEqualTo(10);
        assertThat(String.join("", said)).doesNotContain("pa:ss");
    }

    @Test
    void whatIsNoNotificationIsKeptAndAnswered() throws Exception {
        assertThat(post(basic("cdse:pa:ss"), "{\"SubscriptionEvent\":").statusCode())
                .isEqualTo(400);
        assertThat(post(basic("cdse:pa:ss"), "").statusCode()).isEqualTo(400);
        assertThat(post(basic("cdse:pa:ss"), "7").statusCode()).isEqualTo(200);
        assertThat(post(basic("cdse:pa:ss"), "[".repeat(5000)).statusCode()).isEqualTo(400);
        assertThat(post(basic("cdse:pa:ss"), "x".repeat(10_001)).statusCode()).isEqualTo(413);
        assertThat(
                        http.send(request("/notify").GET().build(), BodyHandlers.ofString())
                                .statusCode())
                .isEqualTo(405);
        assertThat(http.send(request("/").GET().build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(404);
        assertThat(sink.notices).isEmpty();
        assertThat(sink.refused).hasSize(4);
    }

    @Test
    void aCrowdThatSaysNothingDoesNotCloseTheDoor() throws Exception {
        var idle = new ArrayList<Socket>();
        try {
            for (var i = 0; i < 200; i++) {
                var socket = new Socket(server.address().getAddress(), server.address().getPort());
                idle.add(socket);
                if (i % 20 == 0) {
                    socket.getOutputStream()
                            .write(
                                    "POST /notify HTTP/1.1\r\nHost: x\r\n"
                                            .getBytes(StandardCharsets.US_ASCII));
                }
            }
            assertThat(post(basic("cdse:pa:ss"), CREATED).statusCode()).isEqualTo(200);
        } finally {
            for (var socket : idle) {
                socket.close();
            }
        }
    }
}
