package io.groundtrack.job.embedded;

import io.groundtrack.sinks.files.LedgerFile;
import io.groundtrack.sinks.files.LiveView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the ledger of a running job into a folder from time to time, so that a run that is killed
 * says where it stopped: as of the last checkpoint that was complete.
 *
 * <p>in: the output topics → out: {@code ledger.jsonl}. One thread; it spends at most a twentieth
 * of its time reading and writing. Errors are logged and end the following, never the run.
 */
final class LedgerFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerFollower.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final int PAUSE_PER_WORK = 19;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    private LedgerFollower(Properties kafka, String prefix, Path folder) {
        thread = new Thread(() -> follow(kafka, prefix, folder), "groundtrack-ledger");
        thread.setDaemon(true);
    }

    static LedgerFollower start(Properties kafka, String prefix, Path folder) {
        var follower = new LedgerFollower(kafka, prefix, folder);
        follower.thread.start();
        return follower;
    }

    private void follow(Properties kafka, String prefix, Path folder) {
        try (var view = LiveView.ofProgress(kafka, prefix)) {
            var pause = SHORTEST_PAUSE.toMillis();
            while (!stop.await(pause, TimeUnit.MILLISECONDS)) {
                long began = System.nanoTime();
                LedgerFile.write(folder, view.catchUp());
                long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                pause = Math.max(SHORTEST_PAUSE.toMillis(), PAUSE_PER_WORK * took);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | IllegalStateException | KafkaException e) {
            LOG.warn("the ledger in {} is not kept up to date: {}", folder, e.toString());
        }
    }

    /** Answers when nothing more is written. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
