package io.groundtrack.job.patches;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does pieces of work side by side and hands on what came out in the order of the pieces, so that
 * the number of threads never shows. At most two results a thread wait.
 */
final class InOrder {

    private InOrder() {}

    static <W, R> void run(int threads, Iterator<W> work, Function<W, R> does, Consumer<R> takes) {
        var pool = Executors.newFixedThreadPool(threads);
        try {
            var waiting = new ArrayDeque<Future<R>>();
            while (work.hasNext() || !waiting.isEmpty()) {
                while (work.hasNext() && waiting.size() < 2 * threads) {
                    var piece = work.next();
                    waiting.add(pool.submit(() -> does.apply(piece)));
                }
                takes.accept(waiting.remove().get());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException("a piece of work failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }
}
