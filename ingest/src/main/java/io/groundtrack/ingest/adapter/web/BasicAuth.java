package io.groundtrack.ingest.adapter.web;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Checks HTTP Basic credentials in a time that says nothing about them.
 *
 * <p>in: headers of a request → out: whether user and password are ours. What is compared are
 * SHA-256 digests, so length and first difference do not show. Source: RFC 7617.
 */
public final class BasicAuth {

    private static final int LONGEST = 16_384;

    private final byte[] expected;

    public BasicAuth(String user, String password) {
        if (user.isEmpty() || user.contains(":") || password.isEmpty()) {
            throw new IllegalArgumentException(
                    "user: empty or with a colon, or no password (expected: both)");
        }
        this.expected = digest((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public boolean admits(Headers headers) {
        var given = headers.getFirst("Authorization");
        var known =
                given != null
                        && given.length() <= LONGEST
                        && given.regionMatches(true, 0, "Basic ", 0, 6);
        byte[] credentials = {};
        if (known) {
            try {
                credentials = Base64.getDecoder().decode(given.substring(6).trim());
            } catch (IllegalArgumentException e) {
                known = false;
            }
        }
        return MessageDigest.isEqual(digest(credentials), expected) & known;
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
