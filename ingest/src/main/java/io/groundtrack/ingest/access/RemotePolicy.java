package io.groundtrack.ingest.access;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Whether a request may be sent, and to which address: in URI → out where to connect.
 *
 * <p>Scheme http or https, no user in the address, host and port allowed, and every address that
 * the name has now public or in an allowed network. Asked before each request, so also of every
 * redirect.
 *
 * <p>A name may lead elsewhere a moment later (DNS rebinding). Plain http is therefore sent to the
 * checked address itself, with the name as its Host header. With https the name is resolved again
 * when a new connection is made, most often from the JVM's cache of some seconds; a host that was
 * put there meanwhile has no certificate for the name, so the handshake fails before anything is
 * asked or answered. What remains: such a host can be made to see the beginning of a handshake.
 *
 * <p>Errors: {@link io.groundtrack.ingest.raster.RasterException} where refused, {@link
 * UnknownHostException} where the name has no address.
 */
final class RemotePolicy {

    /** Addresses of a host name. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /**
     * Where to connect.
     *
     * @param uri with a checked address for plain http, with the name for https
     * @param host value of the Host header where it is not that of the URI, else null
     * @param lane whose share of the requests it takes
     * @param confidential whether secrets may be sent there
     */
    record Destination(URI uri, String host, String lane, boolean confidential) {}

    private final AllowedHosts hosts;
    private final Networks networks;
    private final Resolver resolver;

    RemotePolicy(AllowedHosts hosts, Networks networks, Resolver resolver) {
        this.hosts = hosts;
        this.networks = networks;
        this.resolver = resolver;
    }

    /** Host and port of a URI as options name them. */
    static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : isTls(uri) ? 443 : 80;
    }

    private static boolean isTls(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /**
     * @param file the href it is about
     * @param configured true for the store of {@code assets.s3.endpoint}, whose bucket was checked
     */
    Destination check(RemoteAddress file, URI uri, boolean configured) throws IOException {
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (!tls && !scheme.equals("http")) {
            throw file.absent(
                    "leads to scheme " + SafeName.printable(scheme) + " (expected: https)");
        }
        var host = uri.getHost();
        if (host == null || host.isEmpty()) {
            throw file.absent("names no host (expected: https://host/path)");
        }
        if (uri.getRawUserInfo() != null) {
            throw file.absent(
                    "has a user in its address (expected: none; "
                            + AccessOptions.CREDENTIALS.key()
                            + " names a file of credentials)");
        }
        int port = port(uri);
        if (!configured && !hosts.allows(host, port, tls)) {
            throw file.absent(
                    "lies on "
                            + host
                            + ":"
                            + port
                            + ", which is not allowed (expected: one of "
                            + AccessOptions.ALLOWED_HOSTS.key()
                            + ")");
        }
        var addresses = resolver.resolve(unbracketed(host));
        if (addresses.length == 0) {
            throw new UnknownHostException(host);
        }
        boolean trusted = true;
        for (var address : addresses) {
            boolean allowed = networks.contains(address);
            var special = Networks.special(address);
            if (special.isPresent() && !allowed) {
                throw file.absent(
                        "lies on "
                                + host
                                + ", which has the address "
                                + address.getHostAddress()
                                + ": "
                                + special.get()
                                + " (expected: a public one, or one in "
                                + AccessOptions.ALLOWED_NETWORKS.key()
                                + ")");
            }
            trusted &= allowed;
        }
        if (tls) {
            return new Destination(uri, null, host + ":" + port, true);
        }
        return new Destination(at(uri, addresses[0]), hostHeader(uri), host + ":" + port, trusted);
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String hostHeader(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private static URI at(URI uri, InetAddress address) throws IOException {
        var literal = address.getHostAddress();
        var host = literal.indexOf(':') >= 0 ? "[" + literal + "]" : literal;
        try {
            return new URI(
                    "http://"
                            + host
                            + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                            + (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath())
                            + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
        } catch (URISyntaxException e) {
            // a scoped address such as fe80::1%eth0
            throw new UnknownHostException(uri.getHost());
        }
    }
}
