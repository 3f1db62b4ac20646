package io.groundtrack.ingest.adapter.web;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often, and after how long, a request is made again.
 *
 * <p>What the server asks for (Retry-After, seconds or a date, at most {@code longest}) is kept;
 * else the pause doubles from {@code first} to {@code longest} and is drawn between half of it and
 * all of it, so that many clients do not come back together. Source: RFC 9110, 10.2.3.
 *
 * @param attempts tries of one request in all, at least 1
 * @param first pause after the first try
 * @param longest longest pause
 */
public record Patience(int attempts, Duration first, Duration longest) {

    /** Six tries, at most 5 min between two of them. */
    public static Patience usual() {
        return new Patience(6, Duration.ofSeconds(1), Duration.ofMinutes(5));
    }

    Duration afterTry(int tries, Optional<HttpHeaders> answer, Clock clock, RandomGenerator draw) {
        var asked = answer.flatMap(headers -> retryAfter(headers, clock.instant()));
        if (asked.isPresent()) {
            return asked.get().compareTo(longest) > 0 ? longest : asked.get();
        }
        var doubled = first.toMillis() * Math.pow(2, Math.min(tries - 1, 30));
        var bounded = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis((long) (bounded * (0.5 + 0.5 * draw.nextDouble())));
    }

    private static Optional<Duration> retryAfter(HttpHeaders headers, Instant now) {
        var value = headers.firstValue("Retry-After").map(String::trim).orElse("");
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            var until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
            return until.isAfter(now)
                    ? Optional.of(Duration.between(now, until))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
