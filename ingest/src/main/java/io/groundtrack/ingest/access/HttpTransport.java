package io.groundtrack.ingest.access;

import io.groundtrack.ingest.access.RemotePolicy.Destination;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;

/**
 * One GET and its answer, bounded in time and bytes; nothing is followed or tried again.
 *
 * <p>HTTP/2 where a TLS server has it, else HTTP/1.1; no proxy, no cookies, no passwords of the
 * JVM. State: the clients of the process, whose connections are used again. Errors: {@link
 * IOException} of the network, {@link HttpTimeoutException} of the limits.
 */
final class HttpTransport {

    private static final int MOST_HEADER_BYTES = 64 << 10;
    private static final Map<Duration, HttpClient> CLIENTS = new ConcurrentHashMap<>();

    static {
        // read by the JDK's client when its first class loads: the name of the host that a checked
        // address stands for, and an end to headers
        System.getProperties().putIfAbsent("jdk.httpclient.allowRestrictedHeaders", "host");
        System.getProperties()
                .putIfAbsent("jdk.http.maxHeaderSize", Integer.toString(MOST_HEADER_BYTES));
    }

    /**
     * What came.
     *
     * @param body empty where the caller wanted none
     * @param longer whether the body was longer than the caller allowed
     */
    record Answer(int status, HttpHeaders headers, byte[] body, boolean longer) {

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    private final HttpOptions limits;
    private final AccessCounters counters;

    HttpTransport(HttpOptions limits, AccessCounters counters) {
        this.limits = limits;
        this.counters = counters;
    }

    /**
     * @param bodyLimit bytes of the body that are taken, by status and headers; 0 = none
     */
    Answer get(Destination to, Map<String, String> headers, ToIntFunction<ResponseInfo> bodyLimit)
            throws IOException {
        var request = request(to, headers);
        var body = new AtomicReference<BoundedBody>();
        long start = System.nanoTime();
        long received = 0;
        counters.sent();
        try {
            var sent =
                    client(limits.connect())
                            .sendAsync(
                                    request,
                                    info -> {
                                        body.set(
                                                new BoundedBody(
                                                        bodyLimit.applyAsInt(info),
                                                        announced(info.headers())));
                                        return body.get();
                                    });
            try {
                var response = sent.get(limits.request().toNanos(), TimeUnit.NANOSECONDS);
                received = response.body().bytes().length;
                return answer(response);
            } catch (TimeoutException e) {
                throw new HttpTimeoutException("request timed out");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while reading");
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            } finally {
                sent.cancel(true);
                if (!sent.isDone() || sent.isCancelled()) {
                    var open = body.get();
                    if (open != null) {
                        open.cancel();
                    }
                }
            }
        } finally {
            counters.ended(received, System.nanoTime() - start);
        }
    }

    private static Answer answer(HttpResponse<BoundedBody.Body> response) {
        return new Answer(
                response.statusCode(),
                response.headers(),
                response.body().bytes(),
                response.body().longer());
    }

    private HttpRequest request(Destination to, Map<String, String> headers) throws IOException {
        var request =
                HttpRequest.newBuilder(to.uri())
                        .timeout(limits.firstByte())
                        .version(
                                to.uri().getScheme().equalsIgnoreCase("https")
                                        ? HttpClient.Version.HTTP_2
                                        : HttpClient.Version.HTTP_1_1);
        headers.forEach(request::header);
        if (to.host() != null) {
            try {
                request.header("Host", to.host());
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        "plain http to a host name is switched off in this process (expected:"
                                + " https, or -Djdk.httpclient.allowRestrictedHeaders=host)");
            }
        }
        return request.build();
    }

    private static HttpClient client(Duration connect) {
        return CLIENTS.computeIfAbsent(
                connect,
                limit ->
                        HttpClient.newBuilder()
                                .connectTimeout(limit)
                                .followRedirects(HttpClient.Redirect.NEVER)
                                .proxy(HttpClient.Builder.NO_PROXY)
                                .build());
    }

    static long announced(HttpHeaders headers) {
        var text = headers.firstValue("content-length").orElse("");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    private static IOException failure(Throwable cause) {
        if (cause instanceof IOException e) {
            return e;
        }
        return new IOException(cause.getClass().getSimpleName(), cause);
    }
}
