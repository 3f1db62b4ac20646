package io.groundtrack.bench.raster;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Serves the files of a folder over HTTP/1.1 on the loopback address, whole or by range, with as
 * little work of its own as can be: the kernel copies the file into the socket.
 *
 * <p>A process of its own, so that neither side has it in its own: {@code RangeServer FOLDER}
 * answers {@code {"do": "port"}} and {@code {"do": "counts"}} on stdin with an object a line on
 * stdout, and ends with stdin.
 */
final class RangeServer implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final int LONGEST_HEAD = 64 << 10;

    private final Path folder;
    private final ServerSocketChannel server;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    RangeServer(Path folder) throws IOException {
        this.folder = folder;
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        daemon(this::accept);
    }

    /** Serves until its stdin ends. */
    public static void main(String[] arguments) throws IOException {
        try (var server = new RangeServer(Path.of(arguments[0]));
                var asked =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (var line = asked.readLine(); line != null; line = asked.readLine()) {
                var answer = new JsonObject();
                switch (JsonParser.parseString(line).getAsJsonObject().get("do").getAsString()) {
                    case "port" -> answer.addProperty("port", server.port());
                    case "counts" -> {
                        answer.addProperty("requests", server.requests.get());
                        answer.addProperty("bytes", server.bytes.get());
                    }
                    default -> answer.addProperty("error", "expected: port or counts");
                }
                System.out.println(answer);
            }
        }
    }

    int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "range-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                var client = server.accept();
                daemon(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var in = new BufferedInputStream(client.socket().getInputStream());
            for (var head = head(in); !head.isEmpty(); head = head(in)) {
                answer(head, client);
            }
        } catch (IOException e) {
            // the other side has gone, as it may
            return;
        }
    }

    /** The lines of the next request up to the empty one; empty where there is none. */
    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.length() < LONGEST_HEAD) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
            if (next == '\n' && head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) >= 0) {
                return head.toString();
            }
        }
        throw new EOFException("a request without end");
    }

    private void answer(String head, SocketChannel client) throws IOException {
        requests.incrementAndGet();
        var lines = head.split("\r\n");
        var first = lines[0].split(" ");
        var file = folder.resolve(first[1].substring(first[1].lastIndexOf('/') + 1));
        if (!Files.isRegularFile(file)) {
            say(client, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        try (var open = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = open.size();
            long from = 0;
            long to = size - 1;
            boolean part = false;
            for (var line : lines) {
                var asked = RANGE.matcher(line.replaceFirst("^(?i:range): *", "").strip());
                if (line.toLowerCase(Locale.ROOT).startsWith("range:") && asked.matches()) {
                    part = true;
                    from = Long.parseLong(asked.group(1));
                    to =
                            asked.group(2).isEmpty()
                                    ? to
                                    : Math.min(to, Long.parseLong(asked.group(2)));
                }
            }
            if (from > to) {
                say(
                        client,
                        "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */"
                                + size
                                + "\r\nContent-Length: 0\r\n\r\n");
                return;
            }
            say(
                    client,
                    (part ? "HTTP/1.1 206 Partial Content\r\n" : "HTTP/1.1 200 OK\r\n")
                            + "Accept-Ranges: bytes\r\nETag: \""
                            + size
                            + "\"\r\nContent-Length: "
                            + (to - from + 1)
                            + (part
                                    ? "\r\nContent-Range: bytes " + from + "-" + to + "/" + size
                                    : "")
                            + "\r\n\r\n");
            if (first[0].equals("GET")) {
                send(open, from, to, client);
            }
        }
    }

    private static void say(SocketChannel client, String head) throws IOException {
        var out = ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1));
        while (out.hasRemaining()) {
            client.write(out);
        }
    }

    private void send(FileChannel file, long from, long to, SocketChannel client)
            throws IOException {
        for (long at = from; at <= to; ) {
            long sent = file.transferTo(at, to + 1 - at, client);
            at += sent;
            bytes.addAndGet(sent);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
