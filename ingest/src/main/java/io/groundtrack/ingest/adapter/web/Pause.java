package io.groundtrack.ingest.adapter.web;

import java.time.Duration;

/** Waiting, so that a test need not. */
@FunctionalInterface
public interface Pause {

    /** By the clock of the machine. */
    Pause REAL = duration -> java.util.concurrent.TimeUnit.MILLISECONDS.sleep(duration.toMillis());

    void of(Duration duration) throws InterruptedException;
}
