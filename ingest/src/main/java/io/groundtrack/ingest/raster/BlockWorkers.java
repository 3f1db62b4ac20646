package io.groundtrack.ingest.raster;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that help those who read windows of several blocks; the reader always takes part, so work
 * goes on when no helper is free, and nothing ever waits in a queue.
 *
 * <p>State: at most {@code threads - 1} daemon threads, gone when they had nothing to do for some
 * seconds. Errors: of several pieces that fail, the first one's, however many threads there are.
 */
final class BlockWorkers {

    private static final int IDLE_SECONDS = 10;

    private final int threads;
    private final ThreadPoolExecutor helpers;

    /** One piece of a window, by its number. */
    @FunctionalInterface
    interface Work {
        void piece(int index) throws IOException;
    }

    BlockWorkers(int threads) {
        this.threads = threads;
        var number = new AtomicInteger();
        this.helpers =
                threads == 1
                        ? null
                        : new ThreadPoolExecutor(
                                0,
                                threads - 1,
                                IDLE_SECONDS,
                                TimeUnit.SECONDS,
                                new SynchronousQueue<>(),
                                task -> {
                                    var name = "block-decoder-" + number.incrementAndGet();
                                    var thread = new Thread(task, name);
                                    thread.setDaemon(true);
                                    return thread;
                                });
    }

    int threads() {
        return threads;
    }

    /** Does all pieces; returns when none is being worked on any more. */
    void forEach(int pieces, Work work) throws IOException {
        var job = new Job(pieces, work);
        int wanted = Math.min(threads, pieces) - 1;
        for (int i = 0; i < wanted && job.isOpen(); i++) {
            if (!start(job)) {
                break;
            }
        }
        job.run();
        job.await();
        job.fail();
    }

    private boolean start(Job job) {
        job.enter();
        try {
            helpers.execute(
                    () -> {
                        try {
                            job.run();
                        } finally {
                            job.leave();
                        }
                    });
            return true;
        } catch (RejectedExecutionException e) {
            job.leave();
            return false;
        }
    }

    /** The pieces of one window, taken in order by whoever is free. */
    private static final class Job implements Runnable {

        private final int pieces;
        private final Work work;
        private final AtomicInteger next = new AtomicInteger();
        private int helping;
        private volatile int failedAt = Integer.MAX_VALUE;
        private Throwable failure;

        Job(int pieces, Work work) {
            this.pieces = pieces;
            this.work = work;
        }

        boolean isOpen() {
            return next.get() < pieces;
        }

        @Override
        public void run() {
            for (int i = next.getAndIncrement(); i < pieces; i = next.getAndIncrement()) {
                // what comes before the first failure is still done: it may fail too
                if (i < failedAt) {
                    try {
                        work.piece(i);
                    } catch (IOException | RuntimeException | Error e) {
                        failed(i, e);
                    }
                }
            }
        }

        private synchronized void failed(int index, Throwable e) {
            if (index < failedAt) {
                failedAt = index;
                failure = e;
            }
        }

        synchronized void enter() {
            helping++;
        }

        synchronized void leave() {
            helping--;
            notifyAll();
        }

        /** Helpers write into the reader's array: it must not go on while one does. */
        synchronized void await() {
            boolean interrupted = false;
            while (helping > 0) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        synchronized void fail() throws IOException {
            if (failure instanceof IOException e) {
                throw e;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
        }
    }
}
