package io.groundtrack.ingest.access;

import static io.groundtrack.ingest.access.PlayServer.head;
import static io.groundtrack.ingest.access.PlayServer.ranges;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.ingest.access.PlayServer.Play;
import io.groundtrack.ingest.raster.RasterException;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Servers that fail, lie, stall or never end: bounded, named, and nothing wrong is ever read. */
class HostileServerTest {

    private static final byte[] CONTENT = new byte[300_000];
    private static final int BLOCK = 100_000;

    static {
        new Random(6).nextBytes(CONTENT);
    }

    private static final Play SOUND = ranges(CONTENT, "\"one\"");

    /** {@code bad} for the first answers after the head, then as it should be. */
    private static Play atFirst(int times, Play bad) {
        var left = new AtomicInteger(times);
        return (asked, out) ->
                (asked.first() > 0 && left.getAndDecrement() > 0 ? bad : SOUND).answer(asked, out);
    }

    private static byte[] readBlock(Access access, PlayServer server) throws IOException {
        try (var file = access.files().open(server.href("/a.tif?token=secret"))) {
            return file.read(BLOCK, 50_000, "block 3");
        }
    }

    private static void assertComesThrough(Access access, PlayServer server) throws IOException {
        assertThat(readBlock(access, server))
                .isEqualTo(Arrays.copyOfRange(CONTENT, BLOCK, BLOCK + 50_000));
    }

    private static void assertRefused(Access access, PlayServer server, String... saying) {
        assertThatThrownBy(() -> readBlock(access, server))
                .isInstanceOf(RasterException.class)
                .hasMessageContainingAll(saying)
                .hasMessageContaining("expected")
                .hasMessageNotContaining("secret");
    }

    private static void assertUnreachable(Access access, PlayServer server, String... saying) {
        assertThatThrownBy(() -> readBlock(access, server))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContainingAll(saying)
                .hasMessageNotContaining("secret");
    }

    @Test
    void answersThatPassAreWaitedFor() throws IOException {
        for (var status :
                new String[] {"503 Busy", "500 Oops", "502 Bad", "504 Late", "408 Slow"}) {
            try (var server =
                    new PlayServer(
                            atFirst(2, (asked, out) -> head(out, status, "Content-Length: 0")))) {
                var access = Access.to(server);
                assertComesThrough(access, server);
                assertThat(access.waits())
                        .containsExactly(Duration.ofMillis(200), Duration.ofMillis(400));
            }
        }
    }

    @Test
    void retryAfterIsHonouredWithinReason() throws IOException {
        try (var server =
                new PlayServer(
                        atFirst(
                                1,
                                (asked, out) ->
                                        head(
                                                out,
                                                "429 Too Many Requests",
                                                "Retry-After: 7",
                                                "Content-Length: 0")))) {
            var access = Access.to(server);
            assertComesThrough(access, server);
            assertThat(access.waits())
                    .singleElement()
                    .satisfies(
                            wait ->
                                    assertThat(wait)
                                            .isBetween(
                                                    Duration.ofSeconds(7), Duration.ofSeconds(8)));
        }
        var now = Instant.parse("2024-05-01T00:00:00Z");
        assertThat(Backoff.retryAfter("Wed, 01 May 2024 00:00:09 GMT", now))
                .contains(Duration.ofSeconds(9));
        assertThat(Backoff.retryAfter("Wed, 01 May 2019 00:00:09 GMT", now))
                .contains(Duration.ZERO);
        assertThat(Backoff.retryAfter("soon", now)).isEmpty();
        assertThat(Backoff.retryAfter("9".repeat(1000), now)).isEmpty();
        assertThat(new Backoff().before(1, Optional.of(Duration.ofDays(9))))
                .isEqualTo(Backoff.MOST_ASKED);
    }

    @Test
    void waitsDoubleWithJitterUpToABound() {
        var backoff = new Backoff();
        for (int attempt = 1; attempt < 40; attempt++) {
            long bound = Math.min(10_000, 200L << Math.min(20, attempt - 1));
            assertThat(backoff.before(attempt, Optional.empty()).toMillis())
                    .isBetween(bound / 2, bound);
        }
    }

    @Test
    void attemptsAreBoundedInNumberAndTime() {
        Play busy = (asked, out) -> head(out, "503 Busy", "Content-Length: 0");
        try (var server = new PlayServer(busy)) {
            var access = Access.to(server).with("assets.http.retries", "3");
            assertUnreachable(access, server, "answers 503", "4 attempts");
            assertThat(server.asked()).hasSize(4);
        }
        try (var server = new PlayServer(busy)) {
            var access =
                    Access.to(server)
                            .with("assets.http.retries", "20")
                            .with("assets.http.retry-time", "1 s");
            assertUnreachable(access, server, "answers 503");
            // 0.2 + 0.4 s, and 0.8 s more would be too long
            assertThat(server.asked()).hasSize(3);
        }
        try (var server = new PlayServer(busy)) {
            var access = Access.to(server).with("assets.unreachable", "reject");
            assertRefused(access, server, "answers 503", "6 attempts");
        }
    }

    @Test
    void brokenConnectionsAndCutBodiesAreReadAgain() throws IOException {
        Play hangUp = (asked, out) -> false;
        Play cut =
                (asked, out) -> {
                    head(
                            out,
                            "206 Partial Content",
                            "ETag: \"one\"",
                            "Content-Length: 50000",
                            "Content-Range: bytes 100000-149999/300000");
                    out.write(CONTENT, BLOCK, 20_000);
                    return false;
                };
        Play chunkedAndShort =
                (asked, out) -> {
                    head(
                            out,
                            "206 Partial Content",
                            "ETag: \"one\"",
                            "Transfer-Encoding: chunked",
                            "Content-Range: bytes 100000-149999/300000");
                    out.write("3\r\nabc\r\n0\r\n\r\n".getBytes());
                    return true;
                };
        for (var bad : new Play[] {hangUp, cut, chunkedAndShort}) {
            try (var server = new PlayServer(atFirst(2, bad))) {
                var access = Access.to(server);
                assertComesThrough(access, server);
                assertThat(access.waits()).isNotEmpty();
            }
            try (var server = new PlayServer(atFirst(1000, bad))) {
                assertUnreachable(Access.to(server), server, "attempts");
            }
        }
    }

    @Test
    void liesAboutWhatAnAnswerHoldsAreRefused() {
        lie("holds bytes from 99999", "Content-Length: 50000", "bytes 99999-149998/300000");
        lie("does not say which bytes", "Content-Length: 50000", "bytes 100000-149999/*");
        lie("does not say which bytes", "Content-Length: 50000", "bytes 149999-100000/300000");
        lie("does not say which bytes", "Content-Length: 50000", "bytes 100000-149999/120000");
        lie("does not say which bytes", "Content-Length: 50000", "pages 1-2/3");
        lie(
                "does not say which bytes",
                "Content-Length: 50000",
                "bytes 100000-149999/99999999999999999999999");
        lie("49999 bytes", "Content-Length: 49999", "bytes 100000-149998/300000");
        lie("50001 bytes", "Content-Length: 50001", "bytes 100000-149999/300000");
        lie("60000 bytes", "Content-Length: 60000", "bytes 100000-159999/300000");
        lie("more bytes", "Transfer-Encoding: chunked", "bytes 100000-149999/300000");
        lie("changed while", "Content-Length: 50000", "bytes 100000-149999/300001");
    }

    /** Answers the block with these headers, and far more bytes than anybody asked for. */
    private static void lie(String saying, String length, String range) {
        try (var server =
                new PlayServer(
                        atFirst(
                                1000,
                                (asked, out) -> {
                                    head(
                                            out,
                                            "206 Partial Content",
                                            "ETag: \"one\"",
                                            length,
                                            "Content-Range: " + range);
                                    if (length.endsWith("chunked")) {
                                        out.write("186A0\r\n".getBytes());
                                    }
                                    out.write(new byte[100_000]);
                                    return false;
                                }))) {
            var access = Access.to(server);
            assertRefused(access, server, saying);
            assertThat(access.waits()).as("a lie is not asked for again").isEmpty();
        }
    }

    @Test
    void aBodyWithoutEndIsLeft() {
        try (var server =
                new PlayServer(
                        (asked, out) -> {
                            head(
                                    out,
                                    "206 Partial Content",
                                    "Content-Range: bytes 0-65535/300000",
                                    "Connection: close");
                            while (true) {
                                // ends when the client goes away
                                out.write(new byte[65_536]);
                            }
                        })) {
            assertRefused(Access.to(server), server, "more bytes");
        }
    }

    @Test
    void serversWithoutRangesGiveSmallFilesOnly() throws IOException {
        Play whole =
                (asked, out) -> {
                    head(out, "200 OK", "Content-Length: " + CONTENT.length);
                    out.write(CONTENT);
                    return true;
                };
        try (var server = new PlayServer(whole)) {
            assertComesThrough(Access.to(server), server);
            assertThat(server.asked()).hasSize(1);
        }
        for (var most : new String[] {"299999 b", "0"}) {
            try (var server = new PlayServer(whole)) {
                var access = Access.to(server).with("assets.http.whole-file", most);
                assertRefused(access, server, "knows no ranges", "assets.http.whole-file");
            }
        }
        try (var server = new PlayServer(atFirst(1000, whole))) {
            assertRefused(Access.to(server), server, "changed while it was read");
        }
    }

    @Test
    void whatMayNotBeReadIsSaidInWords() {
        refused("401 Unauthorized", "asks for credentials", "assets.credentials");
        refused("403 Forbidden", "may not be read (answer 403");
        refused("404 Not Found", "no such file (answer 404");
        refused("410 Gone", "no such file (answer 410");
        refused("418 Teapot", "answers 418");
        refused("416 No", "answers 416");
    }

    private static void refused(String status, String... saying) {
        try (var server = new PlayServer((asked, out) -> head(out, status, "Content-Length: 0"))) {
            var access = Access.to(server);
            assertRefused(access, server, saying);
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void encodedBodiesAreRefused() {
        try (var server =
                new PlayServer(
                        (asked, out) -> {
                            head(
                                    out,
                                    "206 Partial Content",
                                    "Content-Encoding: gzip",
                                    "Content-Length: 10",
                                    "Content-Range: bytes 0-9/10");
                            out.write(new byte[10]);
                            return true;
                        })) {
            assertRefused(Access.to(server), server, "encoded");
        }
    }

    @Test
    void anEmptyFileIsOneWithoutBytes() throws IOException {
        try (var server = PlayServer.of(new byte[0]);
                var file = Access.to(server).files().open(server.href("/a.tif"))) {
            assertThat(file.size()).isZero();
        }
    }

    @Test
    void silenceEndsAtTheTimeLimits() {
        var never = new CountDownLatch(1);
        try (var server =
                new PlayServer(
                        (asked, out) -> {
                            never.await();
                            return false;
                        })) {
            var access =
                    Access.to(server)
                            .with("assets.http.first-byte-timeout", "50 ms")
                            .with("assets.http.retries", "1");
            assertUnreachable(access, server, "took too long", "2 attempts");
        }
    }

    @Test
    void aBodyThatDripsEndsAtTheTimeLimit() {
        var never = new CountDownLatch(1);
        try (var server =
                new PlayServer(
                        (asked, out) -> {
                            head(
                                    out,
                                    "206 Partial Content",
                                    "Content-Length: 65536",
                                    "Content-Range: bytes 0-65535/300000");
                            for (int i = 0; i < 10; i++) {
                                out.write(i);
                                out.flush();
                            }
                            never.await();
                            return false;
                        })) {
            var access =
                    Access.to(server)
                            .with("assets.http.request-timeout", "200 ms")
                            .with("assets.http.retries", "1");
            assertUnreachable(access, server, "took too long", "2 attempts");
        }
    }

    @Test
    void headersWithoutEndAreLeft() {
        try (var server =
                new PlayServer(
                        (asked, out) -> {
                            out.write("HTTP/1.1 206 Partial Content\r\n".getBytes());
                            var header = ("X-More: " + "x".repeat(1000) + "\r\n").getBytes();
                            while (true) {
                                // ends when the client goes away
                                out.write(header);
                            }
                        })) {
            var access =
                    Access.to(server)
                            .with("assets.http.first-byte-timeout", "5 s")
                            .with("assets.http.retries", "1");
            assertUnreachable(access, server, "2 attempts");
        }
    }

    @Test
    void whatIsNoHttpIsLeft() {
        try (var server =
                new PlayServer(
                        (asked, out) -> {
                            out.write("SSH-2.0-OpenSSH_9.2\r\n\r\n".getBytes());
                            return false;
                        })) {
            assertUnreachable(
                    Access.to(server).with("assets.http.retries", "1"), server, "2 attempts");
        }
    }

    @Test
    void nobodyThereIsToldAfterAllAttempts() throws IOException {
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        var access =
                Access.nowhere()
                        .with("assets.allowed-hosts", "127.0.0.1:" + port)
                        .with("assets.allowed-networks", "127.0.0.0/8");
        var files = access.files();
        assertThatThrownBy(() -> files.open("http://127.0.0.1:" + port + "/a.tif"))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("no connection (6 attempts");
        assertThat(files.counters().retries()).isEqualTo(5);
        assertThat(files.counters().failures()).isEqualTo(1);
    }
}
