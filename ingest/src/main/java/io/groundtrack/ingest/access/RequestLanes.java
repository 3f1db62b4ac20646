package io.groundtrack.ingest.access;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that requests run on: so many of the process, so many to one host; the others wait in the
 * order they came. A host that does not answer holds its own lane and no other.
 *
 * <p>State: daemon threads, which end after half a minute without work. Thread safe.
 */
final class RequestLanes {

    private static final Map<List<Integer>, RequestLanes> PROCESS = new ConcurrentHashMap<>();

    private final int perHost;
    private final ThreadPoolExecutor threads;
    private final Map<String, Lane> lanes = new HashMap<>();

    private static final class Lane {
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int running;
    }

    RequestLanes(int total, int perHost) {
        this.perHost = perHost;
        var number = new AtomicInteger();
        this.threads =
                new ThreadPoolExecutor(
                        total,
                        total,
                        30,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            var thread = new Thread(task, "assets-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.allowCoreThreadTimeOut(true);
    }

    /** The lanes of the process with these bounds. */
    static RequestLanes shared(int total, int perHost) {
        return PROCESS.computeIfAbsent(
                List.of(total, perHost), bounds -> new RequestLanes(total, perHost));
    }

    /** Cancelling interrupts it, or lets it not begin. */
    <T> Future<T> submit(String host, Callable<T> task) {
        var future = new FutureTask<>(task);
        synchronized (lanes) {
            var lane = lanes.computeIfAbsent(host, h -> new Lane());
            if (lane.running < perHost) {
                lane.running++;
                threads.execute(() -> run(host, future));
            } else {
                lane.waiting.add(future);
            }
        }
        return future;
    }

    private void run(String host, Runnable task) {
        try {
            task.run();
        } finally {
            synchronized (lanes) {
                var lane = lanes.get(host);
                var next = lane.waiting.poll();
                if (next != null) {
                    threads.execute(() -> run(host, next));
                } else if (--lane.running == 0) {
                    lanes.remove(host);
                }
            }
        }
    }
}
