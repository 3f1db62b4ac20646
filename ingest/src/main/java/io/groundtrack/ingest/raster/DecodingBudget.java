package io.groundtrack.ingest.raster;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;

/**
 * Bytes that large blocks may take while they are decoded and copied from, by all threads of the
 * process together.
 *
 * <p>in: bytes of a block → out: leave to go on, first come first served; a block larger than all
 * of the budget goes on alone. Blocks of at most {@value #SMALL} bytes pass without asking: those
 * of every product do. State: what is taken. Errors: {@link InterruptedIOException} where the
 * waiting thread is interrupted.
 */
final class DecodingBudget {

    /** What every thread may have at any time. */
    static final long SMALL = 16 << 20;

    /** A quarter of the heap, yet one block of the largest size at least. */
    static final DecodingBudget PROCESS =
            new DecodingBudget(
                    Math.max(
                            TiffLayout.MOST_BLOCK_BYTES,
                            Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 4)));

    private static final int UNIT = 1 << 10;

    private final int units;
    private final Semaphore free;

    DecodingBudget(long bytes) {
        this.units = (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
        this.free = new Semaphore(units, true);
    }

    /** What is done with a block that may be large. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** Does {@code work}, which must not ask again, once {@code bytes} are free for it. */
    void with(long bytes, Work work) throws IOException {
        if (bytes <= SMALL) {
            work.run();
            return;
        }
        int taken = (int) Math.min(units, bytes / UNIT);
        try {
            free.acquire(taken);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a block waited for memory");
        }
        try {
            work.run();
        } finally {
            free.release(taken);
        }
    }
}
