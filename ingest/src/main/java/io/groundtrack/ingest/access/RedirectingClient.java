package io.groundtrack.ingest.access;

import io.groundtrack.ingest.access.HttpTransport.Answer;
import io.groundtrack.ingest.access.RemotePolicy.Destination;
import io.groundtrack.ingest.raster.RasterException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * One range of a file, wherever it has moved: each step is checked by the policy, and gets the
 * secrets of its own host and no others.
 *
 * <p>Errors: {@link RasterException} for a step that is refused, and for more than {@value
 * #MOST_REDIRECTS}.
 */
final class RedirectingClient {

    static final int MOST_REDIRECTS = 5;

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int LONGEST_LOCATION = 8 << 10;

    private final RemotePolicy policy;
    private final Credentials credentials;
    private final S3Store store;
    private final HttpTransport transport;

    RedirectingClient(
            RemotePolicy policy, Credentials credentials, S3Store store, HttpTransport transport) {
        this.policy = policy;
        this.credentials = credentials;
        this.store = store;
        this.transport = transport;
    }

    /**
     * The last answer.
     *
     * @param at who gave it
     */
    record Found(Answer answer, URI at) {}

    /**
     * @param start where to ask first
     * @param whole bytes that are taken where the server gives the whole file (200)
     */
    Found get(RemoteAddress file, URI start, long from, int length, Validator validator, int whole)
            throws IOException {
        ToIntFunction<ResponseInfo> limit =
                info -> info.statusCode() == 206 ? length : info.statusCode() == 200 ? whole : 0;
        var at = start;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            // the store's keys are for the store's address, not for where it sends us
            boolean ofStore = file.s3() && at.equals(file.uri());
            var to = policy.check(file, at, ofStore);
            var headers = new TreeMap<>(secrets(file, at, to, ofStore));
            headers.put("Range", "bytes=" + from + "-" + (from + length - 1));
            headers.put("Accept-Encoding", "identity");
            headers.put("User-Agent", "groundtrack");
            headers.putAll(validator.conditions());
            var answer = transport.get(to, headers, limit);
            RangeFetcher.requireLasting(answer);
            var location = answer.header("location");
            if (!REDIRECTS.contains(answer.status()) || location.isEmpty()) {
                requireIdentity(file, answer);
                return new Found(answer, at);
            }
            at = next(file, at, location);
        }
        throw file.absent("more than " + MOST_REDIRECTS + " redirects (expected: a file)");
    }

    private Map<String, String> secrets(RemoteAddress file, URI at, Destination to, boolean ofStore)
            throws RasterException {
        var secrets =
                ofStore
                        ? store.headers(at, Instant.now())
                        : credentials.headers(at.getHost(), RemotePolicy.port(at));
        if (!secrets.isEmpty() && !to.confidential()) {
            throw file.absent(
                    "its host has credentials, which plain http would tell to others (expected:"
                            + " https, or an address in "
                            + AccessOptions.ALLOWED_NETWORKS.key()
                            + ")");
        }
        return secrets;
    }

    private static URI next(RemoteAddress file, URI at, String location) throws RasterException {
        try {
            if (location.length() > LONGEST_LOCATION) {
                throw new URISyntaxException("", "too long");
            }
            var next = at.resolve(new URI(location));
            if ("https".equalsIgnoreCase(at.getScheme())
                    && "http".equalsIgnoreCase(next.getScheme())) {
                throw file.absent("leads from https to http (expected: https)");
            }
            return next;
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw file.absent("leads to something that is no address (expected: a Location)");
        }
    }

    private static void requireIdentity(RemoteAddress file, Answer answer) throws RasterException {
        var encoding = answer.header("content-encoding").strip();
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            throw file.damaged("comes encoded though that was declined (expected: plain bytes)");
        }
    }
}
