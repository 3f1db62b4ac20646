package io.groundtrack.ingest.adapter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.FeedCounts.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedClientTest {

    private static final int SMALL = 1000;

    @TempDir private Path folder;

    private final FeedCounts counts = new FeedCounts();

    @Test
    void theServerSaysHowLongToWaitAndIsAskedAgainThen() throws Exception {
        var answers = new String[] {"7", "Wed, 01 May 2024 12:01:30 GMT", "999999", "soon"};
        var tries = new int[1];
        try (var api =
                new LoopbackApi(
                        (exchange, body) -> {
                            if (tries[0] < answers.length) {
                                exchange.getResponseHeaders()
                                        .set("Retry-After", answers[tries[0]++]);
                                LoopbackApi.send(exchange, 429, "");
                            } else {
                                LoopbackApi.send(exchange, 200, "done");
                            }
                        })) {
            var client = new FeedClient(api.base(), api.settings(5, SMALL), counts);

            assertThat(client.get(api.base().resolve("/a"))).asString().isEqualTo("done");
            assertThat(api.pauses.subList(0, 3))
                    .containsExactly(
                            Duration.ofSeconds(7), Duration.ofSeconds(90), Duration.ofMinutes(5));
            // what cannot be read is no answer: doubled and drawn
            assertThat(api.pauses.get(3)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
            assertThat(counts.get(Kind.RETRIES)).isEqualTo(4);
        }
    }

    @Test
    void anOutageIsWaitedForWithGrowingPausesAndThenNamed() throws Exception {
        try (var api =
                new LoopbackApi((exchange, body) -> LoopbackApi.send(exchange, 503, "away"))) {
            var client = new FeedClient(api.base(), api.settings(4, SMALL), counts);

            assertThatThrownBy(() -> client.get(URI.create(api.base() + "/a?secret=1")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("/a: status 503 (expected: 200), 4 tries")
                    .hasMessageNotContaining("secret");
            assertThat(api.pauses).hasSize(3);
            assertThat(api.pauses.get(2)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        }
    }

    @Test
    void aRequestThatWillNeverBeAnsweredOtherwiseIsMadeOnce() throws Exception {
        for (var status : new int[] {400, 401, 403, 404, 301}) {
            try (var api =
                    new LoopbackApi(
                            (exchange, body) -> {
                                exchange.getResponseHeaders()
                                        .set("Location", "http://127.0.0.1:1/elsewhere");
                                LoopbackApi.send(exchange, status, "no");
                            })) {
                var client = new FeedClient(api.base(), api.settings(4, SMALL), counts);

                assertThatThrownBy(() -> client.get(api.base().resolve("/a")))
                        .isInstanceOf(FeedClient.StatusException.class)
                        .hasMessageContaining("status " + status);
                assertThat(api.requests).hasSize(1);
            }
        }
    }

    @Test
    void anAnswerLongerThanAllowedIsCutOffAndNotAskedForAgain() throws Exception {
        try (var api =
                new LoopbackApi(
                        (exchange, body) -> {
                            exchange.sendResponseHeaders(200, 0);
                            for (var i = 0; i < 100_000; i++) {
                                exchange.getResponseBody().write(new byte[10_000]);
                            }
                        })) {
            var client = new FeedClient(api.base(), api.settings(4, SMALL), counts);

            assertThatThrownBy(() -> client.get(api.base().resolve("/a")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("longer than 1000 bytes");
            assertThat(api.requests).hasSize(1);
        }
    }

    @Test
    void anAnswerThatStopsHalfWayEndsInTime() throws Exception {
        var release = new CountDownLatch(1);
        try (var api =
                new LoopbackApi(
                        (exchange, body) -> {
                            exchange.sendResponseHeaders(200, 100);
                            exchange.getResponseBody().write('{');
                            exchange.getResponseBody().flush();
                            try {
                                release.await(20, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        })) {
            var usual = api.settings(1, SMALL);
            var client =
                    new FeedClient(
                            api.base(),
                            new FeedClient.Settings(
                                    usual.token(),
                                    Duration.ofMillis(500),
                                    SMALL,
                                    usual.patience(),
                                    usual.clock(),
                                    usual.pause()),
                            counts);

            assertThatThrownBy(() -> client.get(api.base().resolve("/a")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("1 tries");
            release.countDown();
        }
    }

    @Test
    void linksToAnotherOriginAreNotFollowedAndNoTokenGoesThere() throws Exception {
        try (var api = new LoopbackApi((exchange, body) -> LoopbackApi.send(exchange, 200, "x"))) {
            var client = new FeedClient(api.base(), api.settings(1, SMALL), counts);
            var page = api.base().resolve("/search");

            assertThat(client.link(page, "/next?token=1")).hasPath("/next");
            for (var href :
                    new String[] {
                        "http://169.254.169.254/latest/meta-data",
                        "https://" + api.base().getAuthority() + "/next",
                        "http://127.0.0.1:1/next",
                        "file:///etc/passwd",
                        "http://user@" + api.base().getAuthority() + "/next",
                        "http://a b"
                    }) {
                assertThatThrownBy(() -> client.link(page, href))
                        .as(href)
                        .isInstanceOf(IOException.class);
            }
            assertThatThrownBy(() -> client.get(URI.create("http://localhost:1/")))
                    .isInstanceOf(IOException.class);
            assertThat(api.requests).isEmpty();
        }
    }

    @Test
    void aTokenIsReadForEachRequestAndIsInNoMessage() throws Exception {
        var file = Files.writeString(folder.resolve("token"), "t0p-s3cret\n");
        var seen = new String[1];
        try (var api =
                new LoopbackApi(
                        (exchange, body) -> {
                            seen[0] = exchange.getRequestHeaders().getFirst("Authorization");
                            LoopbackApi.send(exchange, 401, "t0p-s3cret");
                        })) {
            var usual = api.settings(1, SMALL);
            var client =
                    new FeedClient(
                            api.base(),
                            new FeedClient.Settings(
                                    new SecretFile("--token-file", file).token(),
                                    usual.timeout(),
                                    SMALL,
                                    usual.patience(),
                                    usual.clock(),
                                    usual.pause()),
                            counts);

            assertThatThrownBy(() -> client.get(api.base().resolve("/a")))
                    .hasMessageNotContaining("s3cret");
            assertThat(seen[0]).isEqualTo("Bearer t0p-s3cret");

            Files.writeString(file, "bad\u00fctoken\r\nX: y");
            assertThatThrownBy(() -> client.get(api.base().resolve("/a")))
                    .hasMessageContaining("--token-file " + file + ": holds no secret")
                    .hasMessageNotContaining("bad");
            assertThat(api.requests).hasSize(1);
        }
    }

    @Test
    void aTokenThatCannotBeReadIsNoFaultOfTheNetworkAndIsNotTriedAgain() throws Exception {
        var file = folder.resolve("none");
        try (var api = new LoopbackApi((exchange, body) -> LoopbackApi.send(exchange, 200, "x"))) {
            var usual = api.settings(4, SMALL);
            var client =
                    new FeedClient(
                            api.base(),
                            new FeedClient.Settings(
                                    new SecretFile("--token-file", file).token(),
                                    usual.timeout(),
                                    SMALL,
                                    usual.patience(),
                                    usual.clock(),
                                    usual.pause()),
                            counts);

            assertThatThrownBy(() -> client.get(api.base().resolve("/a")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("--token-file " + file + ": does not exist (expected: ");
            assertThat(api.pauses).isEmpty();
            assertThat(api.requests).isEmpty();
        }
    }

    @Test
    void whatIsWrongWithAFileOfASecretIsSaid() throws Exception {
        var tooLong = Files.writeString(folder.resolve("long"), "a\n".repeat(10_000));
        var empty = Files.createFile(folder.resolve("empty"));

        for (var wrong :
                Map.of(
                                folder,
                                "is a folder",
                                folder.resolve("none"),
                                "does not exist",
                                tooLong,
                                "holds no secret",
                                empty,
                                "holds no secret")
                        .entrySet()) {
            assertThatThrownBy(() -> new SecretFile("--password-file", wrong.getKey()).read())
                    .hasMessage(
                            "--password-file "
                                    + wrong.getKey()
                                    + ": "
                                    + wrong.getValue()
                                    + " (expected: a file whose first line is the secret, in"
                                    + " visible ASCII)");
        }
    }

    @Test
    void aServerThatCannotBeReachedIsNamedWithWhatWasExpected() throws Exception {
        URI gone;
        FeedClient.Settings settings;
        try (var api = new LoopbackApi((exchange, body) -> LoopbackApi.send(exchange, 200, "x"))) {
            gone = api.base();
            settings = api.settings(2, SMALL);
        }
        var unknown = URI.create("http://no-such-host.invalid");

        assertThatThrownBy(() -> new FeedClient(gone, settings, counts).get(gone.resolve("/a")))
                .hasMessage(
                        gone.resolve("/a")
                                + ": no connection (expected: a server that listens there), 2 tries");
        assertThatThrownBy(
                        () -> new FeedClient(unknown, settings, counts).get(unknown.resolve("/a")))
                .hasMessage(
                        "http://no-such-host.invalid/a: its host is unknown (expected: a name that"
                                + " DNS knows), 2 tries");
    }
}
