package io.groundtrack.ingest.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Hosts and buckets that the operator names: {@code host}, {@code host:port}, {@code *.domain},
 * {@code *}, {@code s3://bucket}, {@code s3://*}.
 *
 * <p>An entry without a port stands for the port of the scheme, 443 or 80. {@code *} does not stand
 * for buckets, nor does a bucket for the host it lies on.
 */
final class AllowedHosts {

    private static final String S3 = "s3://";
    private static final Pattern HOST =
            Pattern.compile(
                    "(\\*|(\\*\\.)?[a-z0-9]([a-z0-9._-]*[a-z0-9])?|\\[[0-9a-f:.]+\\])(:\\d{1,5})?");
    private static final Pattern BUCKET = Pattern.compile("\\*|[a-z0-9][a-z0-9._-]{1,62}");

    private record Entry(String host, int port) {}

    private final List<Entry> hosts = new ArrayList<>();
    private final List<String> buckets = new ArrayList<>();

    private AllowedHosts() {}

    static AllowedHosts of(List<String> texts) {
        var allowed = new AllowedHosts();
        for (var text : texts) {
            var entry = text.strip().toLowerCase(Locale.ROOT);
            boolean bucket = entry.startsWith(S3);
            if (bucket && BUCKET.matcher(entry.substring(S3.length())).matches()) {
                allowed.buckets.add(entry.substring(S3.length()));
            } else if (!bucket && HOST.matcher(entry).matches()) {
                int colon = entry.lastIndexOf(':');
                boolean port = colon >= 0 && !entry.endsWith("]");
                allowed.hosts.add(
                        new Entry(
                                port ? entry.substring(0, colon) : entry,
                                port ? Integer.parseInt(entry.substring(colon + 1)) : 0));
            } else {
                throw new IllegalArgumentException(
                        AccessOptions.ALLOWED_HOSTS.key()
                                + ": "
                                + SafeName.of(text)
                                + " (expected: host, host:port, *.domain, *, s3://bucket or"
                                + " s3://*)");
            }
        }
        return allowed;
    }

    /** Whether a file may lie on {@code host}, as it stands in a URI. */
    boolean allows(String host, int port, boolean tls) {
        var name = host.toLowerCase(Locale.ROOT);
        return hosts.stream()
                .anyMatch(
                        entry ->
                                matches(entry.host(), name)
                                        && (entry.port() == 0
                                                ? port == (tls ? 443 : 80)
                                                : port == entry.port()));
    }

    private static boolean matches(String pattern, String host) {
        if (pattern.equals("*")) {
            return true;
        }
        return pattern.startsWith("*.")
                ? host.endsWith(pattern.substring(1)) && host.length() > pattern.length() - 1
                : host.equals(pattern);
    }

    boolean allowsBucket(String bucket) {
        return buckets.contains("*") || buckets.contains(bucket);
    }
}
