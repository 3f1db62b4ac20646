package io.groundtrack.ingest.access;

import java.net.http.HttpHeaders;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What tells one content of a remote file from the next: its entity tag, else the time it was
 * changed; empty where the server gives none.
 */
record Validator(String etag, String modified) {

    private static final int LONGEST = 256;
    private static final Pattern STRONG = Pattern.compile("\"[\\x21\\x23-\\x7e]*\"");
    private static final Pattern DATE = Pattern.compile("[A-Za-z0-9:, +-]+");

    static Validator of(HttpHeaders headers) {
        return new Validator(value(headers, "etag"), value(headers, "last-modified"));
    }

    private static String value(HttpHeaders headers, String name) {
        var value = headers.firstValue(name).orElse("");
        return value.length() <= LONGEST ? value : "";
    }

    boolean isKnown() {
        return !etag.isEmpty() || !modified.isEmpty();
    }

    /** Headers that let the server refuse other content (412). A weak tag is only compared. */
    Map<String, String> conditions() {
        if (STRONG.matcher(etag).matches()) {
            return Map.of("If-Match", etag);
        }
        return etag.isEmpty() && DATE.matcher(modified).matches()
                ? Map.of("If-Unmodified-Since", modified)
                : Map.of();
    }

    /** Whether an answer is about the same content, so far as it says. */
    boolean holds(HttpHeaders headers) {
        var now = of(headers);
        return etag.isEmpty() ? modified.equals(now.modified) : etag.equals(now.etag);
    }
}
