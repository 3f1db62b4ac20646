package io.groundtrack.ingest.adapter.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.FeedCounts.Kind;
import io.groundtrack.ingest.adapter.web.Door.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Listens for POSTs at one path and hands them to a {@link Door}.
 *
 * <p>in: requests → out: the door's answers; 404 for another path, 405 for another method, 413 for
 * a body over the bound, 503 with Retry-After where the door could not make it durable. State: a
 * socket, a fixed number of threads and a bounded queue before them; who comes beyond is cut off. A
 * request that is not complete within 20 s is cut off too. Plain HTTP: TLS is the business of the
 * proxy before it. Bodies and headers are never logged.
 */
public final class PushServer implements AutoCloseable {

    private static final int THREADS = 16;
    private static final int WAITING = 128;

    static {
        // read once, when the server's classes are loaded
        for (var limit :
                Map.of(
                                "sun.net.httpserver.maxReqTime", "20",
                                "sun.net.httpserver.maxRspTime", "60",
                                "sun.net.httpserver.maxReqHeaders", "64",
                                "sun.net.httpserver.maxReqHeaderSize", "32768",
                                "sun.net.httpserver.drainAmount", "65536",
                                "jdk.httpserver.maxConnections", "256")
                        .entrySet()) {
            if (System.getProperty(limit.getKey()) == null) {
                System.setProperty(limit.getKey(), limit.getValue());
            }
        }
    }

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final String path;
    private final int maxBodyBytes;
    private final Door door;
    private final FeedCounts counts;
    private final Consumer<String> progress;

    /**
     * @param address where to listen; port 0 for any
     * @param path where the sender posts to
     * @param maxBodyBytes longest body
     * @param progress for one line about each request that failed
     */
    public PushServer(
            InetSocketAddress address,
            String path,
            int maxBodyBytes,
            Door door,
            FeedCounts counts,
            Consumer<String> progress)
            throws IOException {
        try {
            this.server = HttpServer.create(address, 64);
        } catch (IOException e) {
            throw new IOException(
                    "--listen " + address + ": " + e.getMessage() + " (expected: a free address)",
                    e);
        }
        this.path = path;
        this.maxBodyBytes = maxBodyBytes;
        this.door = door;
        this.counts = counts;
        this.progress = progress;
        this.threads =
                new ThreadPoolExecutor(
                        THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING));
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
    }

    public void start() {
        server.start();
    }

    /** Where it listens, with the port it was given. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Lets the requests in hand finish, for a second. */
    @Override
    public void close() {
        server.stop(1);
        threads.shutdown();
    }

    private void serve(HttpExchange exchange) throws IOException {
        counts.add(Kind.REQUESTS);
        try {
            send(exchange, answer(exchange));
        } catch (IOException e) {
            // the sender has gone, or was cut off
            progress.accept("a request ended early: " + e.getMessage());
        } finally {
            exchange.close();
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals(path)) {
            return Answer.of(404, "nothing here");
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return new Answer(405, "expected: POST", Map.of("Allow", "POST"));
        }
        var away = door.turnedAway(exchange.getRequestHeaders());
        if (away.isPresent()) {
            counts.add(Kind.DENIED);
            return away.get();
        }
        var body = exchange.getRequestBody().readNBytes(maxBodyBytes + 1);
        if (body.length > maxBodyBytes) {
            return Answer.of(413, "expected: at most " + maxBodyBytes + " bytes");
        }
        try {
            return door.answer(exchange.getRequestHeaders(), body);
        } catch (IOException e) {
            progress.accept("not taken, the sender is asked to come again: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            progress.accept("not taken: " + e.getClass().getSimpleName());
        }
        return new Answer(503, "come again", Map.of("Retry-After", "30"));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        var bytes = (answer.text() + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        if (answer.status() >= 400) {
            // what is left of the body is not waited for
            exchange.getResponseHeaders().set("Connection", "close");
        }
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
