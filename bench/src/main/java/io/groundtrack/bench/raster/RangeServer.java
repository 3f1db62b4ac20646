package io.groundtrack.bench.raster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Serves the files of a folder over HTTP on the loopback address, whole or by range. */
final class RangeServer implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final Path folder;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    RangeServer(Path folder) throws IOException {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    URI address(Path file) {
        return URI.create(
                "http://127.0.0.1:" + server.getAddress().getPort() + "/" + file.getFileName());
    }

    long requests() {
        return requests.get();
    }

    long bytes() {
        return bytes.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        var name = Path.of(exchange.getRequestURI().getPath()).getFileName().toString();
        try (exchange;
                var file = FileChannel.open(folder.resolve(name), StandardOpenOption.READ)) {
            long size = file.size();
            long from = 0;
            long to = size - 1;
            var range = exchange.getRequestHeaders().getFirst("Range");
            var asked = range == null ? null : RANGE.matcher(range);
            boolean part = asked != null && asked.matches();
            if (part) {
                from = Long.parseLong(asked.group(1));
                to = asked.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(asked.group(2)));
            }
            var head = exchange.getResponseHeaders();
            head.set("Accept-Ranges", "bytes");
            head.set("ETag", "\"" + size + "\"");
            if (part) {
                head.set("Content-Range", "bytes " + from + "-" + to + "/" + size);
            }
            if (exchange.getRequestMethod().equals("HEAD")) {
                head.set("Content-Length", Long.toString(size));
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            bytes.addAndGet(to - from + 1);
            exchange.sendResponseHeaders(part ? 206 : 200, to - from + 1);
            send(file, from, to, exchange);
        }
    }

    private static void send(FileChannel file, long from, long to, HttpExchange exchange)
            throws IOException {
        var buffer = ByteBuffer.allocate(1 << 16);
        long at = from;
        while (at <= to) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), to + 1 - at));
            int read = file.read(buffer, at);
            if (read < 0) {
                return;
            }
            exchange.getResponseBody().write(buffer.array(), 0, read);
            at += read;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
