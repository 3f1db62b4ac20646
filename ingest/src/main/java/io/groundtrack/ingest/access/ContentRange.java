package io.groundtrack.ingest.access;

import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which bytes an answer holds: {@code bytes first-last/total}, read strictly. */
record ContentRange(long first, long last, long total) {

    private static final Pattern SATISFIED =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
    private static final Pattern EMPTY = Pattern.compile("bytes \\*/0");

    /**
     * Empty where the header is absent, repeated, does not say the total, or contradicts itself.
     */
    static Optional<ContentRange> of(HttpHeaders headers) {
        var values = headers.allValues("content-range");
        if (values.size() != 1) {
            return Optional.empty();
        }
        var match = SATISFIED.matcher(values.get(0).strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        var range =
                new ContentRange(
                        Long.parseLong(match.group(1)),
                        Long.parseLong(match.group(2)),
                        Long.parseLong(match.group(3)));
        return range.first <= range.last && range.last < range.total
                ? Optional.of(range)
                : Optional.empty();
    }

    /** Whether a refused range (416) says that the file has no bytes at all. */
    static boolean isEmptyFile(HttpHeaders headers) {
        return EMPTY.matcher(headers.firstValue("content-range").orElse("")).matches();
    }

    int length() {
        return (int) Math.min(Integer.MAX_VALUE, last - first + 1);
    }
}
