package io.groundtrack.job.cli;

import io.groundtrack.ingest.adapter.poll.CursorFile;
import io.groundtrack.ingest.adapter.poll.CursorWalk;
import io.groundtrack.ingest.adapter.poll.PollLoop;
import io.groundtrack.ingest.adapter.web.FeedClient.TokenSource;
import io.groundtrack.ingest.adapter.web.Pause;
import io.groundtrack.ingest.adapter.web.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.Option;

/** What the commands take that ask a catalogue. */
final class PollArguments {

    @Option(
            names = "--state",
            required = true,
            paramLabel = "FILE",
            description = "Keeps how far the catalogue was read; made when missing.")
    Path state;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Where to begin without a state file (default: a day ago).")
    String since;

    @Option(
            names = "--overlap",
            paramLabel = "DURATION",
            defaultValue = "1 h",
            description =
                    "How far each poll goes back, for entries that become visible late (default: ${DEFAULT-VALUE}).")
    String overlap;

    @Option(names = "--once", description = "Read to the end once, as from cron.")
    boolean once;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            defaultValue = "5 min",
            description = "Time between two polls (default: ${DEFAULT-VALUE}).")
    String every;

    @Option(
            names = "--bbox",
            split = ",",
            paramLabel = "DEGREES",
            description = "Only what touches this box: west,south,east,north.")
    List<Double> bbox = List.of();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "Entries in a page (default: ${DEFAULT-VALUE}).")
    int limit;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "File with a bearer token, read for each request; sent to the host of --url alone.")
    Path token;

    TokenSource token() {
        return token == null ? TokenSource.NONE : new SecretFile(token).token();
    }

    Duration overlap() {
        return duration("--overlap", overlap);
    }

    /**
     * @param suffix of the state file, for commands that read two lists
     */
    CursorFile cursor(String suffix, String feed) {
        var file = suffix.isEmpty() ? state : Path.of(state + suffix);
        return new CursorFile(file, feed, since());
    }

    void run(List<CursorWalk> walks, Consumer<String> progress)
            throws IOException, InterruptedException {
        var loop = new PollLoop(walks, duration("--every", every), Pause.REAL, progress);
        if (once) {
            loop.once();
        } else {
            loop.forever();
        }
    }

    private Instant since() {
        if (since == null) {
            return Clock.systemUTC().instant().minus(Duration.ofDays(1));
        }
        try {
            return Instant.parse(since.length() == 10 ? since + "T00:00:00Z" : since);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "--since " + since + " (expected: a date, or a time as 2024-01-31T00:00:00Z)");
        }
    }

    private static Duration duration(String option, String text) {
        try {
            var duration = TimeUtils.parseDuration(text);
            if (!duration.isNegative() && !duration.isZero()) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException(
                option + " " + text + " (expected: a duration such as 5 min)");
    }
}
