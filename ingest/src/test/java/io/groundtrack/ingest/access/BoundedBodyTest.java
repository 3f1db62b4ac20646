package io.groundtrack.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Flow.Subscription;
import org.junit.jupiter.api.Test;

/** A body is kept whole up to its bound, and room is made as it comes. */
class BoundedBodyTest {

    private static final int MOST = 8 << 20;
    private static final int STEP = 16 << 10;
    private static final byte[] CONTENT = new byte[MOST];

    static {
        new Random(8).nextBytes(CONTENT);
    }

    private static BoundedBody open(int most, long announced) {
        var body = new BoundedBody(most, announced);
        body.onSubscribe(
                new Subscription() {
                    @Override
                    public void request(long n) {}

                    @Override
                    public void cancel() {}
                });
        return body;
    }

    private static void come(BoundedBody body, int from, int to) {
        for (int at = from; at < to; at += STEP) {
            body.onNext(List.of(ByteBuffer.wrap(CONTENT, at, Math.min(STEP, to - at))));
        }
    }

    private static BoundedBody.Body ended(BoundedBody body) {
        body.onComplete();
        return body.getBody().toCompletableFuture().join();
    }

    @Test
    void itComesWholeWhateverIsAnnounced() {
        int length = 3_000_001;
        for (long announced : new long[] {length, -1, 10, 5_000_000, Long.MAX_VALUE}) {
            var body = open(MOST, announced);
            come(body, 0, length);
            assertThat(ended(body).bytes())
                    .as("announced %d", announced)
                    .isEqualTo(Arrays.copyOf(CONTENT, length));
        }
    }

    @Test
    void whatIsAnnouncedIsTakenInOnePieceOnceAnEighthHasCome() {
        int length = 3_000_001;
        var body = open(MOST, length);
        come(body, 0, 700_000);
        assertThat(body.room()).isEqualTo(length);
        come(body, 700_000 / STEP * STEP + STEP, length);
        assertThat(body.room()).isEqualTo(length);
    }

    @Test
    void littleThatComesTakesLittleRoomHoweverMuchIsAnnounced() {
        for (long announced : new long[] {MOST, Long.MAX_VALUE}) {
            var body = open(MOST, announced);
            come(body, 0, 200_000);
            assertThat(body.room()).as("announced %d", announced).isLessThanOrEqualTo(400_000);
        }
    }

    @Test
    void oneByteTooManyIsTold() {
        var body = open(100_000, 100_000);
        come(body, 0, 100_001);
        var came = body.getBody().toCompletableFuture().join();
        assertThat(came.longer()).isTrue();
        assertThat(came.bytes()).isEmpty();
    }
}
