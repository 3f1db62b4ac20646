package io.groundtrack.ingest.access;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sets of IP addresses, and which of them are not the public internet.
 *
 * <p>Addresses of IPv4 inside IPv6 (mapped, compatible, NAT64, 6to4) count as what they lead to.
 * Source: IANA registries of special-purpose addresses (RFC 6890 and what came after).
 */
final class Networks {

    private static final Pattern LITERAL =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    /** Addresses that share the first {@code bits} bits of {@code prefix}. */
    private record Network(byte[] prefix, int bits) {

        static Network of(String text) {
            int slash = text.indexOf('/');
            var host = slash < 0 ? text : text.substring(0, slash);
            if (!LITERAL.matcher(host).matches()) {
                throw new IllegalArgumentException(text);
            }
            try {
                // a literal: nothing is looked up
                var prefix = InetAddress.getByName(host).getAddress();
                int all = prefix.length * 8;
                int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
                if (bits < 0 || bits > all) {
                    throw new IllegalArgumentException(text);
                }
                return new Network(prefix, bits);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(text, e);
            }
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            int drop = prefix.length * 8 - bits;
            return new BigInteger(1, address)
                    .shiftRight(drop)
                    .equals(new BigInteger(1, prefix).shiftRight(drop));
        }
    }

    private static final Map<Network, String> SPECIAL = new LinkedHashMap<>();

    static {
        special("this network", "0.0.0.0/8");
        special("private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");
        special("shared by carriers", "100.64.0.0/10");
        special("loopback", "127.0.0.0/8", "::1/128");
        special("link-local", "169.254.0.0/16", "fe80::/10", "fec0::/10");
        special("reserved", "192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4", "::/128", "100::/64");
        special("for examples", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24");
        special("for examples", "2001:db8::/32", "3fff::/20");
        special("multicast", "224.0.0.0/4", "ff00::/8");
        special("a relay", "192.88.99.0/24", "2001::/32", "64:ff9b:1::/48", "5f00::/16");
    }

    private static final Network COMPATIBLE = Network.of("::/96");
    private static final Network NAT64 = Network.of("64:ff9b::/96");
    private static final Network SIX_TO_FOUR = Network.of("2002::/16");

    private final List<Network> networks;

    private Networks(List<Network> networks) {
        this.networks = networks;
    }

    private static void special(String kind, String... networks) {
        for (var network : networks) {
            SPECIAL.put(Network.of(network), kind);
        }
    }

    static Networks of(List<String> texts) {
        var networks = new ArrayList<Network>();
        for (var text : texts) {
            try {
                networks.add(Network.of(text.strip()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        AccessOptions.ALLOWED_NETWORKS.key()
                                + ": "
                                + text
                                + " (expected: addresses such as 10.1.0.0/16 or fd00:12::/32)",
                        e);
            }
        }
        return new Networks(networks);
    }

    boolean contains(InetAddress address) {
        var bytes = address.getAddress();
        return networks.stream().anyMatch(network -> network.contains(bytes));
    }

    /** What an address is where it is not public; empty where it is. */
    static Optional<String> special(InetAddress address) {
        var bytes = address.getAddress();
        for (var entry : SPECIAL.entrySet()) {
            if (entry.getKey().contains(bytes)) {
                return Optional.of(entry.getValue());
            }
        }
        if (COMPATIBLE.contains(bytes) || NAT64.contains(bytes)) {
            return special(embedded(bytes, 12));
        }
        if (SIX_TO_FOUR.contains(bytes)) {
            return special(embedded(bytes, 2));
        }
        return isOurs(address) ? Optional.of("an address of this machine") : Optional.empty();
    }

    private static InetAddress embedded(byte[] address, int at) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address, at, at + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 bytes are an address", e);
        }
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
