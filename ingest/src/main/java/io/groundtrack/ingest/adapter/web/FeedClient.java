package io.groundtrack.ingest.adapter.web;

import io.groundtrack.ingest.access.NetworkFault;
import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.FeedCounts.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the server that the operator named, and no other.
 *
 * <p>in: URI of that origin (scheme, host, port), body or none → out: the bytes of a 200, bounded.
 * 408, 425, 429, 5xx, resets and time-outs are asked again with {@link Patience}; everything else
 * is an {@link IOException} that names origin, path and status. Redirects are not followed, links
 * to another origin are refused: a token is sent to the origin alone, and is in no message. State:
 * the connections of the client; safe for many threads.
 */
public final class FeedClient {

    private final URI origin;
    private final Settings settings;
    private final FeedCounts counts;
    private final HttpClient http;

    /**
     * @param token where the bearer token comes from, asked for each request; empty for none
     * @param timeout for one answer as a whole
     * @param maxBytes largest answer
     * @param clock for Retry-After
     * @param pause how to wait
     */
    public record Settings(
            TokenSource token,
            Duration timeout,
            int maxBytes,
            Patience patience,
            Clock clock,
            Pause pause) {

        public static Settings usual(TokenSource token) {
            return new Settings(
                    token,
                    Duration.ofMinutes(2),
                    64 << 20,
                    Patience.usual(),
                    Clock.systemUTC(),
                    Pause.REAL);
        }
    }

    /** A token that may be renewed beside us. */
    @FunctionalInterface
    public interface TokenSource {

        TokenSource NONE = Optional::empty;

        Optional<String> token() throws IOException;
    }

    public FeedClient(URI origin, Settings settings, FeedCounts counts) {
        if (origin.getHost() == null
                || !("https".equals(origin.getScheme()) || "http".equals(origin.getScheme()))
                || origin.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "url: no http or https URL of a host, without user (expected: as"
                            + " https://earth-search.aws.element84.com/v1)");
        }
        this.origin = origin;
        this.settings = settings;
        this.counts = counts;
        this.http =
                HttpClient.newBuilder()
                        .followRedirects(Redirect.NEVER)
                        .connectTimeout(Duration.ofSeconds(20))
                        .build();
    }

    /** GET. */
    public byte[] get(URI uri) throws IOException, InterruptedException {
        return ask(uri, null);
    }

    /** POST of JSON. */
    public byte[] post(URI uri, byte[] body) throws IOException, InterruptedException {
        return ask(uri, body);
    }

    /** The link of an answer, made absolute; an error where it leads to another origin. */
    public URI link(URI page, String href) throws IOException {
        try {
            var uri = page.resolve(URI.create(href));
            requireOrigin(uri);
            return uri;
        } catch (IllegalArgumentException e) {
            throw new IOException("link of " + where(page) + ": no URI");
        }
    }

    private byte[] ask(URI uri, byte[] body) throws IOException, InterruptedException {
        requireOrigin(uri);
        for (var tries = 1; ; tries++) {
            // a file that cannot be read is no matter of the network
            var token = settings.token.token();
            Optional<HttpHeaders> headers = Optional.empty();
            String failure;
            try {
                var answer = once(uri, body, token);
                counts.add(Kind.REQUESTS);
                if (answer.statusCode() == 200) {
                    return answer.body();
                }
                failure = "status " + answer.statusCode() + " (expected: 200)";
                if (!isWorthAnother(answer.statusCode())) {
                    throw new StatusException(where(uri), answer.statusCode());
                }
                headers = Optional.of(answer.headers());
            } catch (StatusException | BoundedBody.TooLongException e) {
                throw e;
            } catch (IOException e) {
                failure = NetworkFault.of(e).map(NetworkFault::toString).orElseGet(() -> said(e));
                if (NetworkFault.isLasting(e)) {
                    throw new IOException(where(uri) + ": " + failure, e);
                }
            }
            if (tries >= settings.patience.attempts()) {
                throw new IOException(where(uri) + ": " + failure + ", " + tries + " tries");
            }
            counts.add(Kind.RETRIES);
            settings.pause.of(
                    settings.patience.afterTry(
                            tries, headers, settings.clock, ThreadLocalRandom.current()));
        }
    }

    private static String said(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private HttpResponse<byte[]> once(URI uri, byte[] body, Optional<String> token)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(uri)
                        .header("Accept", "application/geo+json, application/json")
                        .timeout(settings.timeout);
        if (body != null) {
            request.header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(body));
        }
        token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
        // the client's own time-out ends with the headers; this one covers the body too
        var answer = http.sendAsync(request.build(), info -> new BoundedBody(settings.maxBytes));
        try {
            return answer.get(settings.timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no answer within " + settings.timeout.toSeconds() + " s");
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(e.getCause().getClass().getSimpleName(), e.getCause());
        }
    }

    private static boolean isWorthAnother(int status) {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }

    private void requireOrigin(URI uri) throws IOException {
        if (!origin.getScheme().equalsIgnoreCase(uri.getScheme())
                || !origin.getHost().equalsIgnoreCase(uri.getHost())
                || port(origin) != port(uri)
                || uri.getUserInfo() != null) {
            throw new IOException(
                    "link to "
                            + uri.getScheme()
                            + "://"
                            + uri.getHost()
                            + " is not followed (expected: "
                            + origin.getScheme()
                            + "://"
                            + origin.getAuthority()
                            + ")");
        }
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }

    /** Without the query, which may hold what is nobody's business. */
    static String where(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
    }

    /** An answer that asking again will not change. */
    public static final class StatusException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        StatusException(String where, int status) {
            super(where + ": status " + status + " (expected: 200)");
            this.status = status;
        }

        public int status() {
            return status;
        }
    }
}
