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
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

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
            converter = TimeText.class,
            description = "Where to begin without a state file (default: a day ago).")
    Instant since;

    @Option(
            names = "--overlap",
            paramLabel = "DURATION",
            defaultValue = "1 h",
            converter = PositiveDuration.class,
            description =
                    "How far each poll goes back, for entries that become visible late (default: ${DEFAULT-VALUE}).")
    Duration overlap;

    @Option(names = "--once", description = "Read to the end once, as from cron.")
    boolean once;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            defaultValue = "5 min",
            converter = PositiveDuration.class,
            description = "Time between two polls (default: ${DEFAULT-VALUE}).")
    Duration every;

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

    /** Fails where the file is of no use now: later on it may be renewed. */
    TokenSource token() throws IOException {
        if (token == null) {
            return TokenSource.NONE;
        }
        var secret = new SecretFile("--token-file", token);
        secret.read();
        return secret.token();
    }

    /**
     * @param suffix of the state file, for commands that read two lists
     */
    CursorFile cursor(String suffix, String feed) {
        var file = suffix.isEmpty() ? state : Path.of(state + suffix);
        var begin = since != null ? since : Clock.systemUTC().instant().minus(Duration.ofDays(1));
        return new CursorFile(file, feed, begin);
    }

    void run(List<CursorWalk> walks, Consumer<String> progress)
            throws IOException, InterruptedException {
        var loop = new PollLoop(walks, every, Pause.REAL, progress);
        if (once) {
            loop.once();
        } else {
            loop.forever();
        }
    }

    /** A date, its beginning in UTC meant, or a time. */
    static final class TimeText implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return Instant.parse(text.length() == 10 ? text + "T00:00:00Z" : text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(
                        "'" + text + "' (expected: a date, or a time as 2024-01-31T00:00:00Z)");
            }
        }
    }

    /** Durations as {@code -D} takes them, longer than nothing. */
    static final class PositiveDuration implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                var duration = TimeUtils.parseDuration(text);
                if (!duration.isNegative() && !duration.isZero()) {
                    return duration;
                }
            } catch (RuntimeException e) {
                // said below
            }
            throw new TypeConversionException(
                    "'" + text + "' (expected: a duration such as 5 min)");
        }
    }
}
