package io.groundtrack.job.cli;

import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.web.Door;
import io.groundtrack.ingest.adapter.web.PushServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** What the commands take that wait for others to call. */
final class ListenArguments {

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8085",
            description =
                    "Where to listen, plain HTTP (default: ${DEFAULT-VALUE}); a proxy before it ends TLS.")
    String listen;

    @Option(
            names = "--path",
            paramLabel = "PATH",
            defaultValue = "/notify",
            description = "Path of the endpoint (default: ${DEFAULT-VALUE}).")
    String path;

    @Option(
            names = "--max-body",
            paramLabel = "BYTES",
            defaultValue = "4194304",
            description = "Longest request body (default: ${DEFAULT-VALUE}).")
    int maxBody;

    PushServer server(Door door, FeedCounts counts, Consumer<String> progress) throws IOException {
        var colon = listen.lastIndexOf(':');
        if (colon < 1 || !listen.substring(colon + 1).matches("\\d{1,5}")) {
            throw new IllegalArgumentException("--listen " + listen + " (expected: HOST:PORT)");
        }
        var port = Integer.parseInt(listen.substring(colon + 1));
        if (port > 65_535) {
            throw new IllegalArgumentException("--listen " + listen + " (expected: a port)");
        }
        if (maxBody < 1024 || maxBody > 256 << 20) {
            throw new IllegalArgumentException(
                    "--max-body " + maxBody + " (expected: 1024 to 268435456)");
        }
        var address =
                new InetSocketAddress(InetAddress.getByName(listen.substring(0, colon)), port);
        return new PushServer(address, path, maxBody, door, counts, progress);
    }
}
