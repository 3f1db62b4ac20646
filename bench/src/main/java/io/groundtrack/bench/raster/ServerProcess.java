package io.groundtrack.bench.raster;

import io.groundtrack.bench.peer.PeerProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@link RangeServer} as a process of its own, on cores of its own where that is asked. */
final class ServerProcess implements AutoCloseable {

    private final PeerProcess process;
    private final int port;

    /** What has been served since the start. */
    record Counts(long requests, long bytes) {}

    /**
     * @param cores as {@code taskset -c} takes them; empty: those of this process
     */
    ServerProcess(Path folder, String cores) {
        var command = new ArrayList<String>();
        if (!cores.isEmpty()) {
            command.addAll(List.of("taskset", "-c", cores));
        }
        command.addAll(
                List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RangeServer.class.getName(),
                        folder.toAbsolutePath().toString()));
        process = new PeerProcess(command, folder.resolve("server.log"));
        port = process.ask("port", Map.of()).get("port").getAsInt();
    }

    URI address(Path file) {
        return URI.create("http://127.0.0.1:" + port + "/" + file.getFileName());
    }

    Counts counts() {
        var counts = process.ask("counts", Map.of());
        return new Counts(counts.get("requests").getAsLong(), counts.get("bytes").getAsLong());
    }

    @Override
    public void close() {
        process.close();
    }
}
