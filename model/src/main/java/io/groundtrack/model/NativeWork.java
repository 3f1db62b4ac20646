package io.groundtrack.model;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Native calculation under way: the process does not end beneath it, for libtorch takes down what
 * its other threads still use, and the process would die of that instead of ending.
 *
 * <p>State: one for the process. Once the process is ending, work that would begin is refused with
 * {@link IllegalStateException}, and the end waits half a minute at most for what has begun.
 */
public final class NativeWork implements AutoCloseable {
    private static final long LONGEST_WAIT_SECONDS = 30;
    private static final ReadWriteLock UNDER_WAY = new ReentrantReadWriteLock();
    private static final NativeWork WORK = new NativeWork();
    private static volatile boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(NativeWork::awaitEnd, "native-work-end"));
    }

    private NativeWork() {}

    /** Begins work of this thread; closing ends it. */
    public static NativeWork begin() {
        UNDER_WAY.readLock().lock();
        if (ending) {
            UNDER_WAY.readLock().unlock();
            throw new IllegalStateException("the process is ending");
        }
        return WORK;
    }

    private static void awaitEnd() {
        ending = true;
        try {
            if (UNDER_WAY.writeLock().tryLock(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                // kept by nobody, so that others are refused in words instead of waiting here
                UNDER_WAY.writeLock().unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        UNDER_WAY.readLock().unlock();
    }
}
