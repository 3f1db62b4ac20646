package io.groundtrack.ingest.adapter.poll;

import io.groundtrack.ingest.adapter.web.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Walks feeds again and again, until the thread is interrupted.
 *
 * <p>A walk that fails is said and begins anew after the usual time: an outage of the catalogue or
 * of Kafka ends by itself, and the cursor knows where to go on.
 */
public final class PollLoop {

    private final List<CursorWalk> walks;
    private final Duration every;
    private final Pause pause;
    private final Consumer<String> progress;

    public PollLoop(
            List<CursorWalk> walks, Duration every, Pause pause, Consumer<String> progress) {
        this.walks = List.copyOf(walks);
        this.every = every;
        this.pause = pause;
        this.progress = progress;
    }

    /** Walks each once; the first failure ends it. */
    public void once() throws IOException, InterruptedException {
        for (var walk : walks) {
            walk.run();
        }
    }

    /** Never returns but by {@link InterruptedException}. */
    public void forever() throws InterruptedException {
        while (true) {
            for (var walk : walks) {
                try {
                    walk.run();
                } catch (IOException e) {
                    progress.accept(e.getMessage() + "; once more in " + every.toSeconds() + " s");
                }
            }
            pause.of(every);
        }
    }
}
