package io.groundtrack.ingest.access;

import static io.groundtrack.ingest.access.PlayServer.head;
import static io.groundtrack.ingest.access.PlayServer.ranges;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.ingest.raster.RasterException;
import io.groundtrack.ingest.raster.RasterException.Problem;
import io.groundtrack.ingest.raster.RasterFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A remote file gives the bytes it has, in few requests, of one content, and never others. */
class HttpRasterFileTest {

    private static final byte[] CONTENT = new byte[1_000_000];

    static {
        new Random(5).nextBytes(CONTENT);
    }

    private static byte[] part(long from, int length) {
        return Arrays.copyOfRange(CONTENT, (int) from, (int) from + length);
    }

    private static void assertProblem(Problem problem, ThrowingCallable work, String... saying) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        RasterException.class, e -> assertThat(e.problem()).isEqualTo(problem))
                .hasMessageContainingAll(saying);
    }

    @Test
    void headAndSizeComeInOneRequest() throws IOException {
        try (var server = PlayServer.of(CONTENT);
                var file = Access.to(server).files().open(server.href("/a.tif?sig=secret"))) {
            assertThat(file.size()).isEqualTo(1_000_000);
            assertThat(file.read(0, 16, "header")).isEqualTo(part(0, 16));
            assertThat(file.read(60_000, 5_536, "directory")).isEqualTo(part(60_000, 5_536));
            assertThat(server.asked()).hasSize(1);
            assertThat(server.asked().get(0).headers())
                    .containsEntry("range", "bytes=0-65535")
                    .containsEntry("accept-encoding", "identity");
            assertThat(file.name()).endsWith("/a.tif?…").doesNotContain("secret");
            assertThat(file.identity().toString()).doesNotContain("secret");
        }
    }

    @Test
    void laterReadsAskForTheSameContentOnly() throws IOException {
        try (var server = PlayServer.of(CONTENT);
                var file = Access.to(server).files().open(server.href("/a.tif"))) {
            assertThat(file.read(70_000, 100_000, "block")).isEqualTo(part(70_000, 100_000));
            assertThat(file.read(60_000, 20_000, "block")).isEqualTo(part(60_000, 20_000));
            assertThat(file.read(999_999, 1, "end")).isEqualTo(part(999_999, 1));
            assertThat(file.read(500_000, 0, "nothing")).isEmpty();
            assertThat(server.asked().get(1).headers())
                    .containsEntry("range", "bytes=70000-169999")
                    .containsEntry("if-match", "\"one\"");
        }
    }

    @Test
    void smallReadsShareAPage() throws IOException {
        try (var server = PlayServer.of(CONTENT);
                var file = Access.to(server).files().open(server.href("/a.tif"))) {
            for (int at = 900_000; at < 901_000; at += 10) {
                assertThat(file.read(at, 10, "tag")).isEqualTo(part(at, 10));
            }
            // over the edge of a page
            assertThat(file.read(655_350, 20, "tag")).isEqualTo(part(655_350, 20));
            assertThat(server.asked()).hasSize(1 + 1 + 2);
        }
    }

    @Test
    void neighboursAreFetchedTogetherAndOnce() throws IOException {
        try (var server = PlayServer.of(CONTENT);
                var file = Access.to(server).files().open(server.href("/a.tif"))) {
            long[] positions = {400_000, 100_000, 120_000, 900_000, -5, 999_999, 140_500, 10};
            int[] lengths = {20_000, 20_000, 20_000, 50_000, 10, 2, 9_500, 10};
            file.prefetch(positions, lengths);
            for (int i = 0; i < positions.length; i++) {
                if (positions[i] >= 0 && positions[i] != 999_999) {
                    assertThat(file.read(positions[i], lengths[i], "block"))
                            .isEqualTo(part(positions[i], lengths[i]));
                }
            }
            // the head, 100,000 to 150,000, 400,000 and 900,000
            assertThat(server.asked()).hasSize(4);
            assertThat(server.asked().subList(1, 4))
                    .extracting(asked -> asked.headers().get("range"))
                    .containsExactlyInAnyOrder(
                            "bytes=100000-149999", "bytes=400000-419999", "bytes=900000-949999");
            assertProblem(
                    Problem.DAMAGED,
                    () -> file.read(999_999, 2, "block 7"),
                    "block 7 lies at bytes 999999 + 2");
        }
    }

    @Test
    void severalRangesAreInFlightAtOnce() throws Exception {
        var together = new CountDownLatch(3);
        try (var server = PlayServer.of(CONTENT);
                var file =
                        Access.to(server)
                                .with("assets.http.merge-gap", "0")
                                .files()
                                .open(server.href("/a.tif"))) {
            var plain = ranges(CONTENT, "\"one\"");
            server.plays(
                    (asked, out) -> {
                        together.countDown();
                        // nobody is answered before all have asked
                        return together.await(20, TimeUnit.SECONDS) && plain.answer(asked, out);
                    });
            file.prefetch(new long[] {100_000, 300_000, 500_000}, new int[] {9_000, 9_000, 9_000});
            for (long at : new long[] {100_000, 300_000, 500_000}) {
                assertThat(file.read(at, 9_000, "block")).isEqualTo(part(at, 9_000));
            }
        }
    }

    @Test
    void noMoreThanAllowedAreInFlightToOneHost() throws Exception {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        try (var server = PlayServer.of(CONTENT);
                var file =
                        Access.to(server)
                                .with("assets.http.in-flight-per-host", "2")
                                .with("assets.http.merge-gap", "0")
                                .files()
                                .open(server.href("/a.tif"))) {
            var plain = ranges(CONTENT, "\"one\"");
            server.plays(
                    (asked, out) -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        Thread.yield();
                        now.decrementAndGet();
                        return plain.answer(asked, out);
                    });
            var positions = new long[40];
            var lengths = new int[40];
            for (int i = 0; i < 40; i++) {
                positions[i] = 100_000 + 20_000L * i;
                lengths[i] = 9_000;
            }
            file.prefetch(positions, lengths);
            for (long at : positions) {
                assertThat(file.read(at, 9_000, "block")).isEqualTo(part(at, 9_000));
            }
            assertThat(server.asked()).hasSize(41);
            assertThat(most.get()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void whatIsAskedForAheadIsBounded() throws IOException {
        try (var server = PlayServer.of(CONTENT);
                var file =
                        Access.to(server)
                                .with("assets.http.prefetch", "100 kb")
                                .with("assets.http.merge-gap", "0")
                                .files()
                                .open(server.href("/a.tif"))) {
            long[] positions = {100_000, 200_000, 300_000};
            int[] lengths = {60_000, 60_000, 60_000};
            file.prefetch(positions, lengths);
            assertThat(file.read(300_000, 60_000, "block")).isEqualTo(part(300_000, 60_000));
            assertThat(file.read(100_000, 60_000, "block")).isEqualTo(part(100_000, 60_000));
            // the first is used up, so there is room again
            file.prefetch(positions, lengths);
            assertThat(file.read(200_000, 60_000, "block")).isEqualTo(part(200_000, 60_000));
            assertThat(file.read(100_000, 60_000, "block")).isEqualTo(part(100_000, 60_000));
        }
    }

    @Test
    void aFileThatChangesIsNeverMixed() throws IOException {
        try (var server = PlayServer.of(CONTENT);
                var file = Access.to(server).files().open(server.href("/a.tif"))) {
            var other = new byte[1_000_000];
            server.plays(ranges(other, "\"two\""));
            assertProblem(
                    Problem.DAMAGED,
                    () -> file.read(100_000, 9_000, "block"),
                    "changed while it was read");
            // a server that does not look at If-Match
            server.plays(
                    (asked, out) -> {
                        asked.headers().remove("if-match");
                        return ranges(other, "\"two\"").answer(asked, out);
                    });
            assertProblem(
                    Problem.DAMAGED,
                    () -> file.read(100_000, 9_000, "block"),
                    "changed while it was read");
            // nor gives a tag, but another size
            server.plays(
                    (asked, out) -> {
                        head(
                                out,
                                "206 Partial Content",
                                "ETag: \"one\"",
                                "Content-Length: 9000",
                                "Content-Range: bytes 100000-108999/1000001");
                        out.write(other, 0, 9_000);
                        return true;
                    });
            assertProblem(
                    Problem.DAMAGED,
                    () -> file.read(100_000, 9_000, "block"),
                    "changed while it was read");
        }
    }

    @Test
    void aHeadFromBeforeTheChangeIsAskedForAnew() throws IOException {
        try (var server = PlayServer.of(CONTENT)) {
            var files = Access.to(server).files();
            files.open(server.href("/a.tif")).close();
            var other = new byte[500_000];
            server.plays(ranges(other, "\"two\""));
            try (var stale = files.open(server.href("/a.tif"))) {
                assertThat(server.asked()).hasSize(1);
                assertThatThrownBy(() -> stale.read(100_000, 9_000, "block"))
                        .isInstanceOf(UnreachableException.class)
                        .hasMessageContaining("read anew");
            }
            try (var fresh = files.open(server.href("/a.tif"))) {
                assertThat(fresh.size()).isEqualTo(500_000);
                assertThat(fresh.read(100_000, 9_000, "block")).containsOnly(0);
            }
        }
    }

    @Test
    void whatOneHolderAskedForServesTheOthers() throws IOException {
        try (var server = PlayServer.of(CONTENT)) {
            var files = Access.to(server).files();
            try (var one = files.open(server.href("/a.tif"));
                    var two = files.open(server.href("/a.tif"))) {
                one.prefetch(new long[] {100_000, 120_000}, new int[] {20_000, 20_000});
                two.prefetch(new long[] {120_000}, new int[] {20_000});
                one.close();
                one.close();
                assertThat(two.read(100_000, 20_000, "block")).isEqualTo(part(100_000, 20_000));
                // in two reads, as rows of an uncompressed block
                assertThat(two.read(120_000, 9_000, "rows")).isEqualTo(part(120_000, 9_000));
                assertThat(two.read(129_000, 11_000, "rows")).isEqualTo(part(129_000, 11_000));
                assertThat(server.asked()).hasSize(2);
                assertThat(two.identity()).isEqualTo(one.identity());
            }
        }
    }

    @Test
    void subtasksWithTheSameOptionsShareTheirFiles() {
        var options = Access.nowhere().options();
        try (var one = AssetFiles.acquire(options);
                var two = AssetFiles.acquire(Access.nowhere().options());
                var other = AssetFiles.acquire(options.withRoots(List.of("/srv")))) {
            assertThat(two).isSameAs(one);
            assertThat(other).isNotSameAs(one);
        }
        var before = AssetFiles.acquire(options);
        before.close();
        try (var later = AssetFiles.acquire(options)) {
            assertThat(later).isNotSameAs(before);
        }
    }

    @Test
    void headsAreAskedForTogether() throws Exception {
        var together = new CountDownLatch(4);
        var plain = ranges(CONTENT, "\"one\"");
        try (var server =
                new PlayServer(
                        (asked, out) -> {
                            together.countDown();
                            return together.await(20, TimeUnit.SECONDS) && plain.answer(asked, out);
                        })) {
            var files = Access.to(server).files();
            var hrefs = List.of("/1", "/2", "/3", "/4").stream().map(server::href).toList();
            files.prepare(hrefs);
            for (var href : hrefs) {
                try (var file = files.open(href)) {
                    assertThat(file.size()).isEqualTo(1_000_000);
                }
            }
            assertThat(server.asked()).hasSize(4);
            assertThat(files.counters().requests()).isEqualTo(4);
            assertThat(files.counters().bytes()).isEqualTo(4 * 65_536);
            assertThat(files.counters().inFlight()).isZero();
            assertThat(files.counters().latencyMillis(0.5)).isPositive();
        }
    }

    @Test
    void contentWithoutATagIsHeldByItsDate() throws IOException {
        var date = "Wed, 21 Oct 2015 07:28:00 GMT";
        try (var server =
                new PlayServer(
                        (asked, out) -> {
                            head(
                                    out,
                                    "206 Partial Content",
                                    "Last-Modified: " + date,
                                    "Content-Length: " + (asked.last() - asked.first() + 1),
                                    "Content-Range: bytes "
                                            + asked.first()
                                            + "-"
                                            + asked.last()
                                            + "/1000000");
                            out.write(
                                    CONTENT,
                                    (int) asked.first(),
                                    (int) (asked.last() - asked.first() + 1));
                            return true;
                        })) {
            var files = Access.to(server).files();
            try (var file = files.open(server.href("/a.tif"));
                    var again = files.open(server.href("/a.tif"));
                    var other = files.open(server.href("/b.tif"))) {
                file.read(100_000, 9_000, "block");
                assertThat(server.asked().get(2).headers())
                        .containsEntry("if-unmodified-since", date);
                assertThat(file.identity()).isEqualTo(again.identity());
                assertThat(file.identity()).isNotEqualTo(other.identity());
            }
        }
    }

    @Test
    void contentThatNothingTellsIsNeverTakenForTheSame() throws IOException {
        try (var server =
                new PlayServer(
                        (asked, out) -> {
                            head(
                                    out,
                                    "206 Partial Content",
                                    "Content-Length: 3",
                                    "Content-Range: bytes 0-2/3");
                            out.write(new byte[] {1, 2, 3});
                            return true;
                        })) {
            var files = Access.to(server).files();
            try (RasterFile one = files.open(server.href("/a.tif"));
                    RasterFile two = files.open(server.href("/a.tif"))) {
                assertThat(one.identity()).isNotEqualTo(two.identity());
                assertThat(one.read(0, 3, "all")).containsExactly(1, 2, 3);
            }
        }
    }
}
