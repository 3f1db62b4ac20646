package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.FeedCounts.Kind;
import io.groundtrack.ingest.adapter.NoticeSink;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;

/**
 * One run of an {@code ingest} command: opens the sink, does the work until it ends or the process
 * is asked to stop, closes the sink, and says what was done.
 */
final class IngestRun {

    private static final int SECONDS_TO_CLOSE = 30;

    /** What the command does. */
    @FunctionalInterface
    interface Work {
        void on(NoticeSink sink) throws Exception;
    }

    private final CommandSpec spec;
    private final String name;
    private final IngestArguments arguments;
    private final FeedCounts counts;

    IngestRun(CommandSpec spec, String name, IngestArguments arguments, FeedCounts counts) {
        this.spec = spec;
        this.name = name;
        this.arguments = arguments;
        this.counts = counts;
    }

    void progress(String line) {
        spec.commandLine().getErr().println(name + ": " + line);
    }

    int untilStopped(Work work) throws Exception {
        var worker = Thread.currentThread();
        var closed = new CountDownLatch(1);
        var stopped =
                new Thread(
                        () -> {
                            worker.interrupt();
                            try {
                                if (!closed.await(SECONDS_TO_CLOSE, TimeUnit.SECONDS)) {
                                    progress("did not close in time");
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "stop-ingest");
        Runtime.getRuntime().addShutdownHook(stopped);
        try (var sink = arguments.openSink()) {
            progress("notices go to " + arguments.target());
            work.on(sink);
        } catch (InterruptedException e) {
            progress("asked to stop");
        } finally {
            try {
                say();
            } finally {
                closed.countDown();
                removeHook(stopped);
            }
        }
        return 0;
    }

    private void say() throws Exception {
        var out = spec.commandLine().getOut();
        if (arguments.common.json) {
            var json = counts.json();
            json.put("command", name);
            out.println(new ObjectMapper().writeValueAsString(json));
        } else {
            out.println(
                    "notices: "
                            + counts.get(Kind.CREATED)
                            + " created, "
                            + counts.get(Kind.UPDATED)
                            + " updated, "
                            + counts.get(Kind.DELETED)
                            + " deleted; "
                            + counts.get(Kind.OTHER_MISSIONS)
                            + " of other missions, "
                            + counts.get(Kind.REFUSED)
                            + " refused");
        }
        out.flush();
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it is running: that is why we are here
        }
    }
}
