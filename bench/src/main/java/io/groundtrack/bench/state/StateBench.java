package io.groundtrack.bench.state;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code bench/state}: goals P6 and P9, pairing of a dense tile, and bytes of state. */
@Command(
        name = "bench/state",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "track-change and pair-by-footprint by themselves, one thread: observations a second by"
                    + " state backend, time of an arrival by length of history, bytes of state.",
            "Pin it: taskset -c 0 bench/state"
        })
@SuppressWarnings("try") // what closes a harness declares close() throws Exception
public final class StateBench implements Callable<Integer> {

    private static final Duration HORIZON = Duration.ofDays(60);
    private static final int[] LENGTHS = {20, 50, 100, 200, 500, 1000};

    @Option(
            names = "--patches",
            defaultValue = "500",
            description = "Patches of P6 (default: ${DEFAULT-VALUE}).")
    int patches;

    @Option(
            names = "--looks",
            defaultValue = "60",
            description = "Looks at each in P6; the last half counts (default: ${DEFAULT-VALUE}).")
    int looks;

    @Option(
            names = "--history",
            defaultValue = "1000",
            description = "Longest history of P9 (default: ${DEFAULT-VALUE}).")
    int history;

    @Option(
            names = "--granules",
            split = ",",
            defaultValue = "100,1000,10000",
            description = "Granules of a tile-year (default: ${DEFAULT-VALUE}).")
    int[] granules;

    @Option(
            names = "--arrivals",
            defaultValue = "10000",
            description = "At most so many of them arrive (default: ${DEFAULT-VALUE}).")
    int arrivals;

    enum Part {
        speeds,
        lengths,
        pairing
    }

    @Option(
            names = "--only",
            split = ",",
            defaultValue = "speeds,lengths,pairing",
            description = "P6, P9 or pairing (default: ${DEFAULT-VALUE}).")
    Set<Part> only;

    @Option(
            names = "--out",
            defaultValue = "bench/out/state.md",
            description = "Where the tables go too (default: ${DEFAULT-VALUE}).")
    Path out;

    private final StringBuilder text = new StringBuilder();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new StateBench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (only.contains(Part.speeds)) {
            speeds();
        }
        if (only.contains(Part.lengths)) {
            lengths();
        }
        if (only.contains(Part.pairing)) {
            pairing();
        }
        Files.createDirectories(out.toAbsolutePath().getParent());
        Files.writeString(out, text, StandardCharsets.UTF_8);
        return ExitCode.OK;
    }

    private void line(String format, Object... values) {
        var line = String.format(Locale.ROOT, format, values);
        text.append(line).append('\n');
        System.out.println(line);
    }

    /** P6: every patch in turn, six days apart, horizon 60 d: ten open looks. */
    private void speeds() throws Exception {
        line(
                "| numbers of 64 cells | backend | observations/s | µs each | bytes a patch and series |");
        line("|---|---|---|---|---|");
        for (int numbers : new int[] {4, 8, 20}) {
            for (var isRocks : new boolean[] {false, true}) {
                try (var tracked = new TrackedPatches(isRocks, numbers, patches, HORIZON)) {
                    var took = new double[looks];
                    for (int i = 0; i < looks; i++) {
                        took[i] = tracked.look(6.0 * i);
                    }
                    double mean =
                            Arrays.stream(took, looks / 2, looks).average().orElseThrow() / 1e3;
                    line(
                            "| %d | %s | %.0f | %.1f | %.0f |",
                            numbers, name(isRocks), 1e6 / mean, mean, tracked.bytes());
                }
            }
        }
    }

    private static String name(boolean isRocks) {
        return isRocks ? "RocksDB" : "heap";
    }

    /** P9: the mean of ten looks before each length; then one look 30 days late. */
    private void lengths() throws Exception {
        line("");
        line("| looks of history | backend | horizon | µs an arrival | µs of one 30 d late |");
        line("|---|---|---|---|---|");
        for (var isRocks : new boolean[] {false, true}) {
            for (var horizon : new Duration[] {HORIZON, Duration.ZERO}) {
                try (var tracked = new TrackedPatches(isRocks, 4, 50, horizon)) {
                    lengths(tracked, isRocks, horizon);
                }
            }
        }
    }

    private void lengths(TrackedPatches tracked, boolean isRocks, Duration horizon)
            throws Exception {
        int last = 0;
        for (int length : LENGTHS) {
            if (length > history) {
                return;
            }
            double sum = 0;
            for (; last < length; last++) {
                double took = tracked.look(6.0 * last);
                sum += last >= length - 10 ? took : 0;
            }
            double late = tracked.look(6.0 * (last - 1) - 30.5);
            line(
                    "| %d | %s | %s | %.1f | %.1f |",
                    length,
                    name(isRocks),
                    horizon.isZero() ? "none" : horizon.toDays() + " d",
                    sum / 1e4,
                    late / 1e3);
        }
    }

    private void pairing() throws Exception {
        line("");
        line(
                "| granules a tile-year | backend | arrivals | µs each, median of the first tenth |"
                        + " of the last tenth | 99th percentile of that | sum, s |");
        line("|---|---|---|---|---|---|---|");
        try (var warm = new PairedTile(false)) {
            warm.year(1_000, Math.min(500, arrivals));
        }
        for (int each : granules) {
            for (var isRocks : new boolean[] {false, true}) {
                try (var tile = new PairedTile(isRocks)) {
                    int count = Math.min(each, arrivals);
                    var took = tile.year(each, count);
                    double sum = Arrays.stream(took).sum() / 1e6;
                    var first = Arrays.copyOfRange(took, 0, count / 10);
                    var last = Arrays.copyOfRange(took, count - count / 10, count);
                    Arrays.sort(first);
                    Arrays.sort(last);
                    line(
                            "| %d | %s | %d | %.0f | %.0f | %.0f | %.1f |",
                            each,
                            name(isRocks),
                            count,
                            first[first.length / 2],
                            last[last.length / 2],
                            last[last.length * 99 / 100],
                            sum);
                }
            }
        }
    }
}
