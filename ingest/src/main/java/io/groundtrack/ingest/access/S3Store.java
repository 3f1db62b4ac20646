package io.groundtrack.ingest.access;

import io.groundtrack.ingest.raster.RasterException;
import io.groundtrack.ingest.raster.RasterException.Problem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The configured object store: {@code s3://bucket/key} → address, and the headers that its requests
 * carry.
 *
 * <p>A key is taken letter by letter: nothing in it is an escape. Keys with {@code .} or {@code ..}
 * between slashes are refused, because servers between may read them as steps to other buckets.
 */
final class S3Store {

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final int LONGEST_KEY = 1024;
    private static final String UNRESERVED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

    private final S3Options options;
    private final AllowedHosts hosts;
    private final Optional<AwsSignature> signature;

    S3Store(S3Options options, AllowedHosts hosts, Credentials credentials) {
        this.options = options;
        this.hosts = hosts;
        this.signature =
                switch (options.keys()) {
                    case ANONYMOUS -> Optional.empty();
                    case CREDENTIALS -> Optional.of(credentials(options, credentials));
                    case ENVIRONMENT -> Optional.of(environment(options, System.getenv()));
                };
    }

    private static AwsSignature credentials(S3Options options, Credentials credentials) {
        var service = options.service();
        var keys = credentials.keys(service.getHost(), RemotePolicy.port(service));
        return signature(
                options,
                keys.orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        S3Options.KEYS.key()
                                                + ": credentials (expected: a line machine "
                                                + service.getHost()
                                                + " access-key … in the file of "
                                                + AccessOptions.CREDENTIALS.key()
                                                + ")")));
    }

    /** Read here, not in the options: secrets do not travel with the job. */
    static AwsSignature environment(S3Options options, Map<String, String> environment) {
        var access = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
        var secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
        if (access.isEmpty() || secret.isEmpty()) {
            throw new IllegalArgumentException(
                    S3Options.KEYS.key()
                            + ": environment (expected: AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY)");
        }
        var token = environment.getOrDefault("AWS_SESSION_TOKEN", "");
        return signature(options, new AwsSignature.Keys(access, secret, token));
    }

    private static AwsSignature signature(S3Options options, AwsSignature.Keys keys) {
        return new AwsSignature(keys, options.region(), "s3");
    }

    RemoteAddress address(String href) throws RasterException {
        var name = SafeName.printable(href);
        var rest = href.substring("s3://".length());
        int slash = rest.indexOf('/');
        var bucket = slash < 0 ? rest : rest.substring(0, slash);
        var key = slash < 0 ? "" : rest.substring(slash + 1);
        if (!BUCKET.matcher(bucket).matches()
                || key.isEmpty()
                || key.length() > LONGEST_KEY
                || Arrays.asList(key.split("/", -1)).stream()
                        .anyMatch(s -> s.equals(".") || s.equals(".."))) {
            // what stands before the bucket may be a key, though none belongs there
            throw new RasterException(
                    Problem.ABSENT, SafeName.of(href), "is no object (expected: s3://bucket/key)");
        }
        if (!hosts.allowsBucket(bucket)) {
            throw new RasterException(
                    Problem.ABSENT,
                    name,
                    "lies in a bucket that is not allowed (expected: one of "
                            + AccessOptions.ALLOWED_HOSTS.key()
                            + ", written s3://"
                            + bucket
                            + ")");
        }
        var service = options.service();
        var port = service.getPort() < 0 ? "" : ":" + service.getPort();
        // certificates of bucket.store cover no further dots
        boolean inPath = options.pathStyle() || bucket.indexOf('.') >= 0;
        var host = inPath ? service.getHost() : bucket + "." + service.getHost();
        return new RemoteAddress(
                name,
                URI.create(
                        service.getScheme()
                                + "://"
                                + host
                                + port
                                + "/"
                                + (inPath ? bucket + "/" : "")
                                + encoded(key)),
                true);
    }

    static String encoded(String key) {
        var text = new StringBuilder();
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && UNRESERVED.indexOf(b) >= 0) {
                text.append((char) b);
            } else {
                text.append(String.format("%%%02X", b & 0xff));
            }
        }
        return text.toString();
    }

    /** Headers of a GET of {@code uri}, an address that this store gave. */
    Map<String, String> headers(URI uri, Instant now) {
        var more = new TreeMap<String, String>();
        if (options.requesterPays()) {
            more.put("x-amz-request-payer", "requester");
        }
        if (signature.isEmpty()) {
            return more;
        }
        var host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        return signature.get().ofObject(host, uri.getRawPath(), uri.getRawQuery(), more, now);
    }

    /** Whether requests carry something that nobody else may see. */
    boolean isSigned() {
        return signature.isPresent();
    }
}
