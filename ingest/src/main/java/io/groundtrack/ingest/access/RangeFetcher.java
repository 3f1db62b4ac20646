package io.groundtrack.ingest.access;

import io.groundtrack.ingest.access.HttpTransport.Answer;
import io.groundtrack.ingest.raster.RasterException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Bytes of a remote file: asked for until they come, and held against what was asked.
 *
 * <p>in: file, range → out: exactly these bytes of the content that the head was of. Tried again on
 * 408, 429, 5xx, timeouts, broken connections and cut bodies; never on anything else.
 *
 * <p>Errors: {@link RasterException}: refused, absent, changed meanwhile, or an answer that lies;
 * {@link UnreachableException} after all attempts, as {@code assets.unreachable} says.
 */
final class RangeFetcher {

    private static final Set<Integer> TRANSIENT = Set.of(408, 425, 429, 500, 502, 503, 504);
    private static final Set<Integer> REFUSED = Set.of(401, 403, 404, 410);

    private final RedirectingClient client;
    private final HttpOptions limits;
    private final Unreachable unreachable;
    private final Backoff backoff;
    private final AccessCounters counters;

    RangeFetcher(
            RedirectingClient client,
            HttpOptions limits,
            Unreachable unreachable,
            Backoff backoff,
            AccessCounters counters) {
        this.client = client;
        this.limits = limits;
        this.unreachable = unreachable;
        this.backoff = backoff;
        this.counters = counters;
    }

    /** An answer that another attempt may better. */
    private static final class Passing extends IOException {

        private static final long serialVersionUID = 1L;

        private final transient Optional<Duration> asked;

        Passing(String what, Optional<Duration> asked) {
            super(what);
            this.asked = asked;
        }
    }

    /** The content is another one than that of the head. */
    static final class ChangedException extends IOException {

        private static final long serialVersionUID = 1L;

        ChangedException() {
            super("changed while it was read");
        }
    }

    /** One attempt. */
    @FunctionalInterface
    private interface Attempt<T> {
        T run() throws IOException;
    }

    /** Size, first bytes and validator of a file, by one request. */
    RemoteHead head(RemoteAddress file) throws IOException {
        return counted(() -> attempts(file, () -> askHead(file)));
    }

    private RemoteHead askHead(RemoteAddress file) throws IOException {
        var found =
                client.get(
                        file,
                        file.uri(),
                        0,
                        RemoteHead.BYTES,
                        new Validator("", ""),
                        limits.wholeFileBytes());
        var answer = found.answer();
        var validator = Validator.of(answer.headers());
        switch (answer.status()) {
            case 206 -> {
                var range = range(file, answer, 0);
                long expected = Math.min(RemoteHead.BYTES, range.total());
                complete(file, answer, range, expected);
                return new RemoteHead(range.total(), answer.body(), validator, found.at());
            }
            case 200 -> {
                if (answer.longer() || limits.wholeFileBytes() == 0) {
                    throw file.absent(
                            "the server knows no ranges and the file is larger than "
                                    + limits.wholeFileBytes()
                                    + " bytes (expected: answer 206, or at most "
                                    + HttpOptions.WHOLE_FILE.key()
                                    + ")");
                }
                var body = answer.body();
                return new RemoteHead(body.length, body, validator, found.at());
            }
            case 416 -> {
                if (ContentRange.isEmptyFile(answer.headers())) {
                    return new RemoteHead(0, new byte[0], validator, found.at());
                }
                throw file.damaged("answers 416 to its first bytes (expected: 206)");
            }
            default -> throw refused(file, answer);
        }
    }

    /** Bytes {@code from … from + length} of the content that {@code head} is of. */
    byte[] range(RemoteAddress file, RemoteHead head, long from, int length) throws IOException {
        return counted(() -> attempts(file, () -> askRange(file, head, from, length)));
    }

    private byte[] askRange(RemoteAddress file, RemoteHead head, long from, int length)
            throws IOException {
        var found = client.get(file, head.location(), from, length, head.validator(), 0);
        if (REFUSED.contains(found.answer().status()) && !head.location().equals(file.uri())) {
            // where it was redirected to has expired
            found = client.get(file, file.uri(), from, length, head.validator(), 0);
        }
        var answer = found.answer();
        switch (answer.status()) {
            case 206 -> {
                var range = range(file, answer, from);
                if (range.total() != head.size() || !head.validator().holds(answer.headers())) {
                    throw new ChangedException();
                }
                complete(file, answer, range, length);
                head.found(found.at());
                return answer.body();
            }
            case 412, 416 -> throw new ChangedException();
            case 200 -> {
                if (!head.validator().holds(answer.headers())) {
                    throw new ChangedException();
                }
                throw file.damaged("the server no longer answers ranges (expected: answer 206)");
            }
            default -> throw refused(file, answer);
        }
    }

    private static ContentRange range(RemoteAddress file, Answer answer, long from)
            throws RasterException {
        var range =
                ContentRange.of(answer.headers())
                        .orElseThrow(
                                () ->
                                        file.damaged(
                                                "the answer does not say which bytes it holds"
                                                        + " (expected: Content-Range: bytes"
                                                        + " first-last/size)"));
        if (range.first() != from) {
            throw file.damaged(
                    "the answer holds bytes from "
                            + range.first()
                            + " (expected: from "
                            + from
                            + ")");
        }
        return range;
    }

    private static void complete(
            RemoteAddress file, Answer answer, ContentRange range, long expected)
            throws IOException {
        long announced = HttpTransport.announced(answer.headers());
        if (answer.longer()
                || range.length() != expected
                || announced >= 0 && announced != expected) {
            throw file.damaged(
                    "the answer holds "
                            + (announced >= 0 && announced != expected
                                    ? announced
                                    : answer.longer() ? "more" : range.length())
                            + " bytes (expected: "
                            + expected
                            + ")");
        }
        if (answer.body().length != expected) {
            throw new IOException(
                    "the body ended after " + answer.body().length + " of " + expected + " bytes");
        }
    }

    private static RasterException refused(RemoteAddress file, Answer answer) {
        int status = answer.status();
        var region = answer.header("x-amz-bucket-region");
        if (file.s3() && (status == 301 || status == 400) && region.matches("[a-z0-9-]{1,64}")) {
            return file.absent(
                    "lies in region " + region + " (expected: " + S3Options.REGION.key() + ")");
        }
        return file.absent(
                switch (status) {
                    case 401 ->
                            "asks for credentials (answer 401; expected: some for its host in the"
                                    + " file of "
                                    + AccessOptions.CREDENTIALS.key()
                                    + ")";
                    case 403 ->
                            "may not be read (answer 403; expected: credentials that allow it, or"
                                    + " the right address)";
                    case 404, 410 -> "no such file (answer " + status + "; expected: a file)";
                    default -> "answers " + status + " (expected: 206)";
                });
    }

    private <T> T counted(Attempt<T> work) throws IOException {
        try {
            return work.run();
        } catch (IOException e) {
            counters.failed();
            throw e;
        }
    }

    private <T> T attempts(RemoteAddress file, Attempt<T> attempt) throws IOException {
        long start = System.nanoTime();
        long spent = 0;
        for (int made = 1; ; made++) {
            IOException failure;
            Optional<Duration> asked = Optional.empty();
            try {
                return attempt.run();
            } catch (RasterException | ChangedException | InterruptedIOException e) {
                throw e;
            } catch (Passing e) {
                failure = e;
                asked = e.asked;
            } catch (IOException e) {
                failure = e;
            }
            var wait = backoff.before(made, asked);
            boolean over =
                    made > limits.retries()
                            || NetworkFault.isLasting(failure)
                            || System.nanoTime() - start + spent + wait.toNanos()
                                    > limits.retryTime().toNanos();
            if (over) {
                throw gaveUp(file, failure, made);
            }
            spent += backoff.pause(wait);
            counters.retried();
        }
    }

    /** Fails with a status that another attempt may better. */
    static void requireLasting(Answer answer) throws IOException {
        if (TRANSIENT.contains(answer.status())) {
            throw new Passing(
                    "answers " + answer.status(),
                    Backoff.retryAfter(answer.header("retry-after"), Instant.now()));
        }
    }

    private IOException gaveUp(RemoteAddress file, IOException failure, int attempts) {
        var fault =
                NetworkFault.of(failure)
                        .orElseGet(() -> new NetworkFault(said(failure), "an answer"));
        var what =
                fault.what()
                        + " ("
                        + attempts
                        + (attempts == 1 ? " attempt" : " attempts")
                        + "; expected: "
                        + fault.expected()
                        + ")";
        return unreachable == Unreachable.REJECT
                ? file.absent(what)
                : new UnreachableException(file.name(), what);
    }

    /** Not what the JDK says where that may hold an address. */
    private static String said(IOException failure) {
        var said = failure.getMessage();
        return said == null || said.contains("://")
                ? failure.getClass().getSimpleName()
                : SafeName.printable(said);
    }
}
