package io.groundtrack.job.cli;

import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.web.Door;
import io.groundtrack.ingest.adapter.web.PushServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the commands take that wait for others to call. */
final class ListenArguments {

    private static final int MOST_PORT = 65_535;
    private static final int LEAST_BODY = 1024;
    private static final int MOST_BODY = 256 << 20;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8085",
            converter = AddressText.class,
            description =
                    "Where to listen, plain HTTP (default: ${DEFAULT-VALUE}); a proxy before it ends TLS.")
    InetSocketAddress listen;

    @Option(
            names = "--path",
            paramLabel = "PATH",
            defaultValue = "/notify",
            converter = PathText.class,
            description = "Path of the endpoint (default: ${DEFAULT-VALUE}).")
    String path;

    @Option(
            names = "--max-body",
            paramLabel = "BYTES",
            defaultValue = "4194304",
            converter = BodyBytes.class,
            description = "Longest request body (default: ${DEFAULT-VALUE}).")
    int maxBody;

    PushServer server(Door door, FeedCounts counts, Consumer<String> progress) throws IOException {
        return new PushServer(listen, path, maxBody, door, counts, progress);
    }

    /** An address of this machine. */
    static final class AddressText implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String text) {
            var colon = text.lastIndexOf(':');
            if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) {
                throw wrong(text, "HOST:PORT");
            }
            var port = Integer.parseInt(text.substring(colon + 1));
            if (port > MOST_PORT) {
                throw wrong(text, "a port of 0 to " + MOST_PORT);
            }
            try {
                return new InetSocketAddress(InetAddress.getByName(text.substring(0, colon)), port);
            } catch (UnknownHostException e) {
                throw wrong(text, "an address of this machine, or a name that DNS knows");
            }
        }
    }

    /** The path of a URL, as it is compared with that of a request. */
    static final class PathText implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (!text.matches("/[A-Za-z0-9._~/-]{0,255}")) {
                throw wrong(text, "as /notify");
            }
            return text;
        }
    }

    /** Bytes of a request. */
    static final class BodyBytes implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (text.matches("\\d{4,9}")) {
                int bytes = Integer.parseInt(text);
                if (bytes >= LEAST_BODY && bytes <= MOST_BODY) {
                    return bytes;
                }
            }
            throw wrong(text, LEAST_BODY + " to " + MOST_BODY);
        }
    }

    private static TypeConversionException wrong(String text, String expected) {
        return new TypeConversionException("'" + text + "' (expected: " + expected + ")");
    }
}
