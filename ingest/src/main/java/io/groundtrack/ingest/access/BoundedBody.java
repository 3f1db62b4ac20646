package io.groundtrack.ingest.access;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/**
 * Takes at most so many bytes of a body; where there are more, the connection is given up and the
 * body is {@link Body#longer()}. Memory grows with what comes: at most eight times as much is held
 * beyond the first mebibyte, whatever is announced.
 */
final class BoundedBody implements BodySubscriber<BoundedBody.Body> {

    /**
     * Bodies that nobody reads are drained up to here, so that the connection can be used again.
     */
    private static final int DRAINED = 8 << 10;

    /**
     * What came.
     *
     * @param longer whether there was more than allowed
     */
    record Body(byte[] bytes, boolean longer) {}

    private final CompletableFuture<Body> result = new CompletableFuture<>();
    private final int most;
    private final boolean kept;
    private final long announced;
    private byte[] bytes;
    private int length;
    private volatile Subscription subscription;

    /**
     * @param most bytes; 0 = drop them
     * @param announced bytes announced, or less than 0
     */
    BoundedBody(int most, long announced) {
        this.kept = most > 0;
        this.most = kept ? most : DRAINED;
        this.announced = announced;
        this.bytes =
                new byte
                        [kept && announced > 0 && announced <= Math.min(most, 1 << 20)
                                ? (int) announced
                                : kept ? Math.min(most, 64 << 10) : 0];
    }

    @Override
    public CompletionStage<Body> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (var buffer : buffers) {
            int more = buffer.remaining();
            if (more > most - length) {
                cancel();
                result.complete(new Body(new byte[0], kept));
                return;
            }
            if (kept) {
                if (bytes.length - length < more) {
                    bytes = Arrays.copyOf(bytes, grown(length + more));
                }
                buffer.get(bytes, length, more);
            }
            length += more;
        }
        subscription.request(1);
    }

    /** Room for {@code needed} bytes: what is announced, once an eighth of it has come. */
    private int grown(int needed) {
        boolean credible = announced >= needed && announced <= most && announced / 8 <= length;
        return (int) (credible ? announced : Math.min(most, Math.max(2L * bytes.length, needed)));
    }

    /** Bytes that there is room for now. */
    int room() {
        return bytes.length;
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        result.complete(
                new Body(
                        !kept
                                ? new byte[0]
                                : bytes.length == length ? bytes : Arrays.copyOf(bytes, length),
                        false));
    }

    /** Reads no further. */
    void cancel() {
        var open = subscription;
        if (open != null) {
            open.cancel();
        }
    }
}
