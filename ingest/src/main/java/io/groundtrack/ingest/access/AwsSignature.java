package io.groundtrack.ingest.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4 of one request, in the Authorization header.
 *
 * <p>Path and query come in as they are sent: percent-encoded, the path not normalised (as S3 wants
 * it), the query sorted. Source: AWS, Signature Version 4 signing process.
 */
final class AwsSignature {

    static final String EMPTY_PAYLOAD =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** Keys of an account; the token is empty for keys that last. */
    record Keys(String access, String secret, String token) {

        @Override
        public String toString() {
            return "keys (not shown)";
        }
    }

    private final Keys keys;
    private final String region;
    private final String service;

    AwsSignature(Keys keys, String region, String service) {
        this.keys = keys;
        this.region = region;
        this.service = service;
    }

    /** Headers of a signed GET of an object: those given, the signature and what it needs. */
    Map<String, String> ofObject(
            String host, String path, String query, Map<String, String> more, Instant now) {
        var headers = new TreeMap<>(more);
        headers.put("x-amz-content-sha256", EMPTY_PAYLOAD);
        headers.put("x-amz-date", TIME.format(now));
        if (!keys.token().isEmpty()) {
            headers.put("x-amz-security-token", keys.token());
        }
        var signed = new TreeMap<>(headers);
        signed.put("host", host);
        headers.put("authorization", authorization("GET", path, query, signed, EMPTY_PAYLOAD, now));
        return headers;
    }

    /** The Authorization header over {@code headers}, whose names are in lower case. */
    String authorization(
            String method,
            String path,
            String query,
            SortedMap<String, String> headers,
            String payloadHash,
            Instant now) {
        var time = TIME.format(now);
        var scope = time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        var names = String.join(";", headers.keySet());
        var canonical =
                method
                        + "\n"
                        + path
                        + "\n"
                        + sorted(query)
                        + "\n"
                        + headers.entrySet().stream()
                                .map(h -> h.getKey() + ":" + h.getValue().strip() + "\n")
                                .collect(Collectors.joining())
                        + "\n"
                        + names
                        + "\n"
                        + payloadHash;
        var toSign = ALGORITHM + "\n" + time + "\n" + scope + "\n" + sha256(canonical);
        return ALGORITHM
                + " Credential="
                + keys.access()
                + "/"
                + scope
                + ",SignedHeaders="
                + names
                + ",Signature="
                + HexFormat.of().formatHex(hmac(signingKey(time.substring(0, 8)), toSign));
    }

    /** Key of a day, region and service. */
    byte[] signingKey(String day) {
        var first = ("AWS4" + keys.secret()).getBytes(StandardCharsets.UTF_8);
        return hmac(hmac(hmac(hmac(first, day), region), service), "aws4_request");
    }

    private static String sorted(String query) {
        if (query == null || query.isEmpty()) {
            return "";
        }
        return Arrays.stream(query.split("&"))
                .map(part -> part.indexOf('=') < 0 ? part + "=" : part)
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HmacSHA256", e);
        }
    }
}
