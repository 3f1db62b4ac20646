package io.groundtrack.job.cli;

import io.groundtrack.model.pretraining.PretrainListener;
import io.groundtrack.model.pretraining.StepReport;
import io.groundtrack.model.pretraining.heldout.HeldOutReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Tells how a run goes: a bar with the time left on a terminal, elsewhere a plain line now and
 * then.
 */
final class PretrainProgress implements PretrainListener {
    private static final int BAR = 24;
    private static final long LINE_EVERY_NANOS = 15_000_000_000L;

    private final PrintWriter err;
    private final long steps;
    private final boolean terminal = System.console() != null;
    private long first;
    private long start;
    private long lastLine;
    private boolean open;

    PretrainProgress(PrintWriter err, long steps) {
        this.err = err;
        this.steps = steps;
    }

    @Override
    public void started(long stepsDone, String description) {
        say(description + (stepsDone > 0 ? "; goes on after step " + stepsDone : ""));
        first = stepsDone;
        start = System.nanoTime();
        lastLine = start;
    }

    @Override
    public void step(StepReport report) {
        long now = System.nanoTime();
        boolean last = report.step() == steps;
        if (!terminal && !last && now - lastLine < LINE_EVERY_NANOS) {
            return;
        }
        lastLine = now;
        double nanosEach = (double) (now - start) / (report.step() - first);
        var left = Duration.ofNanos((long) (nanosEach * (steps - report.step())));
        String text =
                String.format(
                        Locale.ROOT,
                        "step %d/%d  loss %.4f  %.0f patches/s  %s left",
                        report.step(),
                        steps,
                        report.total(),
                        report.patchesPerSecond(),
                        words(left));
        if (terminal) {
            int full = (int) (BAR * report.step() / steps);
            err.print("\r[" + "#".repeat(full) + "-".repeat(BAR - full) + "] " + text + "  ");
            err.flush();
            open = true;
        } else {
            say(text);
        }
    }

    @Override
    public void evaluated(long step, HeldOutReport report) {
        say(
                String.format(
                        Locale.ROOT,
                        "held out after step %d: total %.4f; S1<-S1 %.4f, S2<-S2 %.4f, S1<-S2 %.4f,"
                                + " S2<-S1 %.4f, between sensors %.4f",
                        step,
                        report.total(),
                        report.s1FromS1().model(),
                        report.s2FromS2().model(),
                        report.s1FromS2().model(),
                        report.s2FromS1().model(),
                        report.mim()));
    }

    @Override
    public void saved(long step, Path checkpoint) {
        // too often to be news
    }

    void end() {
        if (open) {
            err.println();
            open = false;
        }
        err.flush();
    }

    private void say(String line) {
        end();
        err.println(line);
        err.flush();
    }

    private static String words(Duration left) {
        return left.toHours() > 0
                ? String.format("%d h %02d min", left.toHours(), left.toMinutesPart())
                : String.format("%d min %02d s", left.toMinutes(), left.toSecondsPart());
    }
}
