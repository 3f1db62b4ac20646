package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.options.Options;
import io.groundtrack.sinks.completeness.Completeness;
import io.groundtrack.sinks.completeness.Progress;
import io.groundtrack.sinks.completeness.Question;
import io.groundtrack.sinks.completeness.ReportText;
import io.groundtrack.sinks.files.LiveView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code completeness}: is it done, and if not, where did it stop? */
@Command(
        name = "completeness",
        mixinStandardHelpOptions = true,
        description = {
            "Says whether everything that was announced is through, where it stopped if not,",
            "and which passes were probably missed. Exit code 0: done, 1: not done."
        },
        footer = {
            "",
            "Example: groundtrack completeness --dir out/mine --tile 33UUP",
            "         groundtrack completeness --kafka -D kafka.bootstrap-servers=localhost:9092"
        })
final class CompletenessCommand implements Callable<Integer> {

    @ArgGroup(multiplicity = "1")
    Where where;

    static final class Where {
        @Option(
                names = "--dir",
                paramLabel = "DIR",
                description = "The folder of a replay, ended or stopped.")
        Path dir;

        @Option(
                names = "--kafka",
                description = "The topics of a live job, on the Kafka of kafka.bootstrap-servers.")
        boolean kafka;
    }

    @Option(names = "--tile", paramLabel = "TILE", description = "One tile, e.g. 33UUP.")
    String tile;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Sensed then or later: a date or an instant, UTC.")
    String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Sensed before: likewise.")
    String to;

    @Option(
            names = "--grace",
            paramLabel = "HOURS",
            defaultValue = "24",
            description =
                    "How long after sensing a pass may be announced before it counts as probably missed (default ${DEFAULT-VALUE}).")
    long grace;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (tile != null && !tile.matches("\\d{2}[A-Z]{3}")) {
            throw wrong("--tile " + tile + " (expected: an MGRS 100 km square such as 33UUP)");
        }
        if (grace < 0) {
            throw wrong("--grace " + grace + " (expected: hours, 0 or more)");
        }
        var options = common.options(Map.of());
        var question =
                new Question(
                        tile,
                        time("--from", from),
                        time("--to", to),
                        options.pairing().window(),
                        Duration.ofHours(grace));
        var report = Completeness.of(progress(options), question);
        var out = spec.commandLine().getOut();
        if (common.json) {
            out.println(new ObjectMapper().writeValueAsString(ReportText.json(report)));
        } else {
            ReportText.lines(report).forEach(out::println);
        }
        out.flush();
        return report.done() ? 0 : 1;
    }

    private Progress progress(MonitoringOptions options) throws IOException {
        if (where.dir != null) {
            return Progress.in(where.dir);
        }
        try (var view = LiveView.ofProgress(options.kafka(), options.get(Options.KAFKA_PREFIX))) {
            return Progress.of(view.catchUp());
        }
    }

    private Instant time(String option, String text) {
        if (text == null) {
            return null;
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw wrong(option + " " + text + " (expected: 2024-06-01 or 2024-06-01T10:00:00Z)");
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
