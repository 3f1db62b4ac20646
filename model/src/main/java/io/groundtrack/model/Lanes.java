package io.groundtrack.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;

/**
 * The threads that forwards run on, as many as the engine may use, and no more however many callers
 * there are.
 *
 * <p>A batch is cut into parts of equal shape. Parts run side by side, one thread each, where there
 * are enough of them: threads that share one part wait for each other after every operator. Fewer
 * parts than threads share the threads that are left. How many a part gets is told by the caller
 * and never follows from who else is busy: another number adds up in another order.
 *
 * <p>State: the threads, until {@link #close}. Thread safe.
 */
final class Lanes implements AutoCloseable {
    private final int threads;
    private final ExecutorService pool;
    private final Semaphore free;

    Lanes(int threads) {
        this.threads = threads;
        ThreadFactory factory =
                task -> {
                    var thread = new Thread(task, "encoder");
                    thread.setDaemon(true);
                    return thread;
                };
        pool = Executors.newFixedThreadPool(threads, factory);
        // fair: a caller that wants all threads is not overtaken for ever
        free = new Semaphore(threads, true);
    }

    int threads() {
        return threads;
    }

    /**
     * Runs them all and returns when they have ended, also when this thread is interrupted: what
     * they read must stay.
     *
     * @param usual how many parts share the threads as a rule
     */
    void run(List<Runnable> parts, int usual) {
        int each = Math.max(1, threads / usual);
        var running = new ArrayList<Future<?>>();
        for (Runnable part : parts) {
            running.add(pool.submit(() -> runWith(each, part)));
        }
        RuntimeException failure = null;
        boolean interrupted = false;
        for (Future<?> part : running) {
            while (true) {
                try {
                    part.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    continue;
                } catch (ExecutionException | CancellationException e) {
                    Throwable cause = e.getCause() == null ? e : e.getCause();
                    failure = new IllegalStateException("forward failed: " + cause, cause);
                }
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void runWith(int each, Runnable part) {
        free.acquireUninterruptibly(each);
        try {
            TorchEngine.useThreads(each);
            part.run();
        } finally {
            free.release(each);
        }
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
