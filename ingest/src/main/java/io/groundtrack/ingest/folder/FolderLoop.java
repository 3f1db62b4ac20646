package io.groundtrack.ingest.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks again and again: soon after something happened in a folder, else every so often.
 *
 * <p>in: a {@link FolderWatcher} → out: a summary of each look that sent something, to {@code
 * report}. The file system's events only say when to look, never what is there: some are lost, and
 * network shares send none. State: the folders that are listened to. Ends when the thread is
 * interrupted or the loop closed.
 */
public final class FolderLoop implements Closeable {

    /** Most systems allow 8,192 or more; what is beyond is found by looking. */
    private static final int MOST_LISTENED = 8_000;

    private static final Duration BRIEFLY = Duration.ofMillis(300);

    private final FolderWatcher watcher;
    private final Duration every;
    private final Clock clock;
    private final Consumer<FolderSummary> report;
    private final WatchService service;
    private final Map<Path, WatchKey> listened = new HashMap<>();
    private volatile boolean closed;

    public FolderLoop(
            FolderWatcher watcher, Duration every, Clock clock, Consumer<FolderSummary> report)
            throws IOException {
        this.watcher = watcher;
        this.every = every;
        this.clock = clock;
        this.report = report;
        this.service = FileSystems.getDefault().newWatchService();
    }

    /** Looks until there is nothing left that is about to be whole, and gives the sum. */
    public FolderSummary once() throws IOException, InterruptedException {
        var sum = watcher.look(clock.instant());
        while (!closed && sum.settles() != null) {
            await(pause(sum));
            sum = plus(sum, watcher.look(clock.instant()));
        }
        return sum;
    }

    /** Looks until it is closed. */
    public void run() throws IOException, InterruptedException {
        while (!closed) {
            var summary = watcher.look(clock.instant());
            report.accept(summary);
            // what came between the look and the first listening makes no event
            if (!listen(watcher.folders())) {
                await(pause(summary));
            }
        }
    }

    private Duration pause(FolderSummary last) {
        if (last.settles() == null) {
            return every;
        }
        var left = Duration.between(clock.instant(), last.settles()).plusMillis(20);
        return left.compareTo(every) > 0 ? every : left.isNegative() ? Duration.ZERO : left;
    }

    private static FolderSummary plus(FolderSummary a, FolderSummary b) {
        Instant settles = b.settles();
        List<String> waiting = b.waiting();
        return new FolderSummary(
                a.created() + b.created(),
                a.updated() + b.updated(),
                a.deleted() + b.deleted(),
                a.unchanged(),
                a.refused() + b.refused(),
                a.ignored() + b.ignored(),
                waiting,
                b.kept(),
                settles);
    }

    /** Listens to those it does not listen to yet; whether there were any. */
    private boolean listen(List<Path> folders) {
        listened.values().removeIf(key -> !key.isValid());
        var before = listened.size();
        for (var folder : folders) {
            if (listened.size() >= MOST_LISTENED) {
                break;
            }
            if (!listened.containsKey(folder)) {
                try {
                    listened.put(
                            folder,
                            folder.register(
                                    service,
                                    StandardWatchEventKinds.ENTRY_CREATE,
                                    StandardWatchEventKinds.ENTRY_MODIFY,
                                    StandardWatchEventKinds.ENTRY_DELETE));
                } catch (ClosedWatchServiceException e) {
                    closed = true;
                    break;
                } catch (IOException e) {
                    // no events here, or no more of them: the next look finds what happened
                    break;
                }
            }
        }
        return listened.size() > before;
    }

    /**
     * Returns when something happened and it has been quiet for a moment, or after {@code most}.
     */
    private void await(Duration most) throws InterruptedException {
        try {
            var key = service.poll(most.toMillis(), TimeUnit.MILLISECONDS);
            for (var drained = 0; key != null && drained < MOST_LISTENED; drained++) {
                key.pollEvents();
                key.reset();
                key = service.poll(BRIEFLY.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ClosedWatchServiceException e) {
            closed = true;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        service.close();
    }
}
