package io.groundtrack.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.sinks.files.ResultFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job over assets on a server of ranges, which fails now and then. */
class RemoteAssetsITCase {

    @TempDir private Path folder;
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private HttpServer server;
    private SmallArchive archive;

    @BeforeEach
    void start() throws IOException {
        archive = SmallArchive.ofFewPasses(folder.resolve("archive"));
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            if (failed.add(path)) {
                // each file once
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            var bytes = Files.readAllBytes(archive.folder().resolve(path.substring(1)));
            var range = exchange.getRequestHeaders().getFirst("Range").substring(6).split("-");
            int first = Integer.parseInt(range[0]);
            int last = Math.min(Integer.parseInt(range[1]), bytes.length - 1);
            exchange.getResponseHeaders().add("ETag", "\"" + Arrays.hashCode(bytes) + "\"");
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + first + "-" + last + "/" + bytes.length);
            exchange.sendResponseHeaders(206, last - first + 1);
            exchange.getResponseBody().write(bytes, first, last - first + 1);
        }
    }

    private List<byte[]> remote() throws IOException {
        var json = new ObjectMapper();
        var notices = new ArrayList<byte[]>();
        for (var notice : archive.notices()) {
            var event = (ObjectNode) json.readTree(notice);
            for (var asset : event.path("data").path("assets")) {
                ((ObjectNode) asset)
                        .put(
                                "href",
                                "http://127.0.0.1:"
                                        + server.getAddress().getPort()
                                        + "/"
                                        + asset.path("href").asText());
            }
            notices.add(json.writeValueAsBytes(event));
        }
        return notices;
    }

    private Replay.Result replay(List<byte[]> notices, String out, String... more)
            throws Exception {
        return new Replay(archive.options(more), line -> {})
                .run(notices, ResultFiles.in(folder.resolve(out)));
    }

    @Test
    void remoteAssetsGiveWhatLocalOnesGive() throws Exception {
        var local = replay(archive.notices(), "local");
        var remote =
                replay(
                        remote(),
                        "remote",
                        "assets.allowed-hosts",
                        "127.0.0.1:" + server.getAddress().getPort(),
                        "assets.allowed-networks",
                        "127.0.0.0/8");

        assertThat(remote.live().deadLetters()).isEmpty();
        assertThat(remote.live().embeddings()).isNotEmpty();
        assertThat(remote.live().embeddings().keySet())
                .isEqualTo(local.live().embeddings().keySet());
        assertThat(local.summary().json().path("resultHash").asText()).isNotEmpty();
        assertThat(remote.summary().json().path("resultHash"))
                .isEqualTo(local.summary().json().path("resultHash"));
    }

    @Test
    void assetsOnHostsThatNobodyAllowedAreDeadLetters() throws Exception {
        var result = replay(remote(), "refused");

        assertThat(result.live().embeddings()).isEmpty();
        assertThat(result.live().deadLetters().values())
                .isNotEmpty()
                .allSatisfy(
                        reject -> {
                            assertThat(reject.getReason()).isEqualTo(RejectReason.ASSET_MISSING);
                            assertThat(reject.getMessage()).contains("assets.allowed-hosts");
                        });
        assertThat(failed).isEmpty();
    }
}
