package io.groundtrack.model.torchfile;

/**
 * Room on the heap that the objects of one file may take, estimated as they are made.
 *
 * <p>A pickle of one byte a object would otherwise unfold to a hundred times its size.
 */
final class HeapBudget {
    private static final long BYTES = 32L << 20;

    private final String source;
    private long left = BYTES;

    HeapBudget(String source) {
        this.source = source;
    }

    void take(long bytes) {
        left -= bytes;
        if (left < 0) {
            throw new IllegalArgumentException(
                    source
                            + ": data.pkl: its objects need more than "
                            + (BYTES >> 20)
                            + " MB (expected: the names and shapes of weights)");
        }
    }
}
