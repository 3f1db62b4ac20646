package io.groundtrack.ingest.access;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt: doubling from 0.2 s to 10 s, a random part of it (so
 * that many readers do not come back at once), or what Retry-After asks for, at most a minute.
 */
class Backoff {

    static final Duration MOST_ASKED = Duration.ofSeconds(60);

    private static final long FIRST_MILLIS = 200;
    private static final long LONGEST_MILLIS = 10_000;
    private static final int LONGEST_HEADER = 64;

    Backoff() {}

    /**
     * @param attempt attempts made, 1 or more
     * @param asked what the server asked for
     */
    Duration before(int attempt, Optional<Duration> asked) {
        long bound = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(20, attempt - 1));
        long own = bound / 2 + ThreadLocalRandom.current().nextLong(bound / 2 + 1);
        return asked.map(
                        wait ->
                                wait.compareTo(MOST_ASKED) > 0
                                        ? MOST_ASKED
                                        : wait.plusMillis(own / 4))
                .orElse(Duration.ofMillis(own));
    }

    /** Seconds or a date; empty where it is neither. */
    static Optional<Duration> retryAfter(String header, Instant now) {
        var text = header.strip();
        if (text.length() > LONGEST_HEADER) {
            return Optional.empty();
        }
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            var at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            var wait = Duration.between(now, at);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /**
     * Waits, and gives the time that has to be added to that of the clock: none, but in tests,
     * which do not wait.
     */
    long pause(Duration wait) throws InterruptedIOException {
        try {
            Thread.sleep(wait.toMillis());
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted between attempts");
        }
    }
}
