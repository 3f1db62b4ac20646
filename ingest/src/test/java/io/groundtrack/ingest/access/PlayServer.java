package io.groundtrack.ingest.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server of HTTP/1.1 on loopback that answers as a test says, letter by letter: what no decent
 * server does is said here. Connections are threads; {@link #close} ends them.
 */
final class PlayServer implements AutoCloseable {

    /** What was asked: method and target, headers in lower case. */
    record Asked(String line, Map<String, String> headers) {

        String target() {
            return line.split(" ")[1];
        }

        long first() {
            return bound(0);
        }

        long last() {
            return bound(1);
        }

        private long bound(int i) {
            return Long.parseLong(headers.get("range").substring("bytes=".length()).split("-")[i]);
        }
    }

    /** Writes an answer; false = the connection ends after it. */
    @FunctionalInterface
    interface Play {
        boolean answer(Asked asked, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Play play;

    PlayServer(Play play) {
        this.play = play;
        try {
            socket = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** Serves {@code content} by ranges, with an entity tag. */
    static PlayServer of(byte[] content) {
        return new PlayServer(ranges(content, "\"one\""));
    }

    static Play ranges(byte[] content, String etag) {
        return (asked, out) -> {
            var match = asked.headers().get("if-match");
            if (match != null && !match.equals(etag)) {
                return head(out, "412 Precondition Failed", "Content-Length: 0");
            }
            int first = (int) asked.first();
            if (first >= content.length) {
                return head(
                        out,
                        "416 Range Not Satisfiable",
                        "Content-Range: bytes */" + content.length,
                        "Content-Length: 0");
            }
            int last = (int) Math.min(asked.last(), content.length - 1);
            head(
                    out,
                    "206 Partial Content",
                    "ETag: " + etag,
                    "Content-Length: " + (last - first + 1),
                    "Content-Range: bytes " + first + "-" + last + "/" + content.length);
            out.write(content, first, last - first + 1);
            return true;
        };
    }

    /** Writes status and headers. */
    static boolean head(OutputStream out, String status, String... headers) throws IOException {
        var text = new StringBuilder("HTTP/1.1 " + status + "\r\n");
        for (var header : headers) {
            text.append(header).append("\r\n");
        }
        out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return true;
    }

    /** From now on. */
    void plays(Play next) {
        play = next;
    }

    /** What was asked so far. */
    List<Asked> asked() {
        return new ArrayList<>(asked);
    }

    int port() {
        return socket.getLocalPort();
    }

    String href(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    private void start(Runnable task) {
        var thread = new Thread(task, "play-server");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void accept() {
        while (true) {
            try {
                var connection = socket.accept();
                open.add(connection);
                start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    connection.getInputStream(), StandardCharsets.ISO_8859_1));
            var out = connection.getOutputStream();
            String line;
            while ((line = in.readLine()) != null) {
                var headers = new TreeMap<String, String>();
                for (var next = in.readLine(); next != null && !next.isEmpty(); ) {
                    int colon = next.indexOf(':');
                    headers.put(
                            next.substring(0, colon).toLowerCase(Locale.ROOT),
                            next.substring(colon + 1).strip());
                    next = in.readLine();
                }
                var request = new Asked(line, headers);
                asked.add(request);
                if (!play.answer(request, out)) {
                    return;
                }
                out.flush();
            }
        } catch (IOException | InterruptedException e) {
            // the client went away, or the test is over
        } finally {
            open.remove(connection);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (var connection : open) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.forEach(Thread::interrupt);
    }
}
