package io.groundtrack.operators.embedding;

import io.groundtrack.model.Encoded;
import io.groundtrack.schemas.Sensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Batches that the model works on while the next ones are cut, first in, first out.
 *
 * <p>in: patches of one sensor → out: the same with what the model says of them. Two at most: one
 * that is computed and one that waits for the model's threads, so that they never wait for a
 * cutter. State: the batches and two threads, until {@link #close}; to be used by one thread.
 * Errors: what the model throws is thrown where the batch is taken out.
 */
final class BatchesUnderWay implements AutoCloseable {

    private static final int MOST = 2;

    /** What became of a batch; {@code encoded} null where nothing in it had pixels. */
    record Done(WaitingPatches patches, Encoded encoded, long nanos) {}

    /** What the model does with patches of one sensor, for as many callers as there are. */
    @FunctionalInterface
    interface Encoder {
        Encoded encode(Sensor sensor, List<float[]> windows);
    }

    private final Encoder model;
    private final Runnable whenDone;
    private final ExecutorService threads;
    private final Deque<CompletableFuture<Done>> running = new ArrayDeque<>();

    /**
     * @param whenDone run when a batch can be taken, by any thread
     */
    BatchesUnderWay(Encoder model, Runnable whenDone) {
        this.model = model;
        this.whenDone = whenDone;
        threads =
                Executors.newFixedThreadPool(
                        MOST,
                        task -> {
                            var thread = new Thread(task, "embed-patches");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    boolean isEmpty() {
        return running.isEmpty();
    }

    boolean isFull() {
        return running.size() == MOST;
    }

    void give(Sensor sensor, WaitingPatches patches) {
        if (isFull()) {
            throw new IllegalStateException(MOST + " batches are under way (expected: fewer)");
        }
        var batch = CompletableFuture.supplyAsync(() -> run(sensor, patches), threads);
        running.add(batch);
        batch.whenComplete((done, failure) -> whenDone.run());
    }

    private Done run(Sensor sensor, WaitingPatches patches) {
        long start = System.nanoTime();
        var encoded = patches.windows().isEmpty() ? null : model.encode(sensor, patches.windows());
        return new Done(patches, encoded, System.nanoTime() - start);
    }

    /** Whether the first of them can be taken without waiting. */
    boolean isFirstDone() {
        return !running.isEmpty() && running.peek().isDone();
    }

    /** Takes the first, and waits for it where it is not done. */
    Done take() throws InterruptedException {
        try {
            return running.remove().get();
        } catch (ExecutionException e) {
            var cause = e.getCause();
            throw cause instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("embedding failed: " + cause, cause);
        }
    }

    /** What has not begun is dropped, what has ends for nobody. */
    @Override
    public void close() {
        running.forEach(batch -> batch.cancel(false));
        running.clear();
        threads.shutdown();
    }
}
