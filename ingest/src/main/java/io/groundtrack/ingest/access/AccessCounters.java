package io.groundtrack.ingest.access;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * What reading over the network costs: requests, bytes of bodies, attempts again, files that could
 * not be had, requests open now, and how long they took.
 *
 * <p>Thread safe; counted from the start of one {@link AssetFiles}.
 */
public final class AccessCounters {

    /** Classes of latency: class {@code i} is below 2^i milliseconds; the last has no bound. */
    private static final int CLASSES = 20;

    private final LongAdder requests = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLongArray latencies = new AtomicLongArray(CLASSES);

    /** Counters at zero. */
    public AccessCounters() {}

    void sent() {
        requests.increment();
        inFlight.incrementAndGet();
    }

    void ended(long bodyBytes, long nanos) {
        inFlight.decrementAndGet();
        bytes.add(bodyBytes);
        long millis = nanos / 1_000_000;
        latencies.incrementAndGet(
                Math.min(CLASSES - 1, Long.SIZE - Long.numberOfLeadingZeros(millis)));
    }

    void retried() {
        retries.increment();
    }

    void failed() {
        failures.increment();
    }

    /** Requests sent, redirects and attempts again among them. */
    public long requests() {
        return requests.sum();
    }

    /** Bytes of bodies received. */
    public long bytes() {
        return bytes.sum();
    }

    /** Attempts after the first. */
    public long retries() {
        return retries.sum();
    }

    /** Reads that failed: refused, absent, damaged or unreachable. */
    public long failures() {
        return failures.sum();
    }

    /** Requests open now. */
    public int inFlight() {
        return inFlight.get();
    }

    /**
     * Upper bound, in milliseconds, of the time that this share of the requests took with their
     * bodies: a power of two; 0 where there was none.
     */
    public long latencyMillis(double share) {
        var counts = new long[CLASSES];
        long all = 0;
        for (int i = 0; i < CLASSES; i++) {
            counts[i] = latencies.get(i);
            all += counts[i];
        }
        long seen = 0;
        for (int i = 0; i < CLASSES; i++) {
            seen += counts[i];
            if (counts[i] > 0 && seen >= share * all) {
                return 1L << i;
            }
        }
        return 0;
    }
}
