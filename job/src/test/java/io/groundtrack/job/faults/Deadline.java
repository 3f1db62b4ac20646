package io.groundtrack.job.faults;

import io.groundtrack.sinks.files.LiveView;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something to become true by following the outputs of a job, but not for ever. */
final class Deadline {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Deadline() {}

    /** Polls {@code view} until {@code isSo}; fails, saying what was waited for. */
    static void until(String what, LiveView view, BooleanSupplier isSo) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + LONGEST.toSeconds() + " s: " + what);
            }
            view.poll(Duration.ofMillis(50));
        }
    }
}
