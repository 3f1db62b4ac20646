package io.groundtrack.operators.pairing;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/**
 * How passes are paired and cut up.
 *
 * @param window largest time between an S2 pass and its S1 partner (at most 6 d)
 * @param minOverlap least share of the S2 footprint that the S1 footprint covers, 0…1
 * @param horizon how far behind the newest acquisition of its tile a granule may be; null =
 *     unlimited
 * @param stripRows rows of patches in a strip
 * @param hold processing time for which what changed of a pass is held back before it is cut
 * @param preferOrbits relative orbits of S1 passes that come before all others, best first
 */
public record PairingOptions(
        Duration window,
        double minOverlap,
        Duration horizon,
        int stripRows,
        Duration hold,
        List<Integer> preferOrbits)
        implements Serializable {

    public static final ConfigOption<Duration> WINDOW =
            ConfigOptions.key("pairing.window")
                    .durationType()
                    .defaultValue(Duration.ofDays(3))
                    .withDescription(
                            "Largest time between an S2 pass and its S1 partner, at most 6 d.");

    public static final ConfigOption<Double> MIN_OVERLAP =
            ConfigOptions.key("pairing.min-overlap")
                    .doubleType()
                    .defaultValue(0.3)
                    .withDescription(
                            "Least share of the S2 footprint that the S1 footprint covers, 0…1.");

    public static final ConfigOption<Duration> HORIZON =
            ConfigOptions.key("pairing.horizon")
                    .durationType()
                    .defaultValue(Duration.ofDays(60))
                    .withDescription(
                            "How far behind the newest acquisition of its tile a granule may be;"
                                    + " later ones are rejected as TOO_LATE. 0 = unlimited (as in"
                                    + " `replay`). Raises state.");

    public static final ConfigOption<Duration> WAIT =
            ConfigOptions.key("pairing.wait")
                    .durationType()
                    .defaultValue(Duration.ZERO)
                    .withDescription(
                            "Processing time for which what changed of a pass is held back before"
                                    + " it is cut, at most 1 d; siblings that arrive meanwhile are"
                                    + " cut with it, once. 0 = at once: fastest, and a sibling cuts"
                                    + " the patches it shares again. The end of a bounded run cuts"
                                    + " what is held.");

    public static final ConfigOption<List<Integer>> PREFER_ORBITS =
            ConfigOptions.key("pairing.prefer-orbits")
                    .intType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Relative orbits of S1, best first, separated by semicolons: a pass of"
                                    + " one of them within the window is the partner before a"
                                    + " nearer one of another orbit, so that the geometry of the"
                                    + " pair changes less. Empty = nearest in time.");

    public static final ConfigOption<Integer> STRIP_ROWS =
            ConfigOptions.key("cut.strip-rows")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Rows of patches cut as one piece of work, 1…91; 0 = 1 on a CPU, 8 on"
                                    + " a GPU. More rows read less twice, fewer spread better and"
                                    + " shorten checkpoints.");

    /** Between the first and the last granule of one pass there is less than this. */
    public static final Duration LONGEST_PASS = Duration.ofHours(1);

    private static final Duration LONGEST_WINDOW = Duration.ofDays(6);
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final int MOST_ORBIT = 175;
    private static final int MOST_ROWS = 91;
    private static final int ROWS_ON_CPU = 1;
    private static final int ROWS_ON_GPU = 8;

    public PairingOptions {
        if (window.isNegative() || window.compareTo(LONGEST_WINDOW) > 0) {
            throw new IllegalArgumentException(
                    WINDOW.key() + ": " + window + " (expected: between 0 and 6 d)");
        }
        if (!(minOverlap >= 0 && minOverlap <= 1)) {
            throw new IllegalArgumentException(
                    MIN_OVERLAP.key() + ": " + minOverlap + " (expected: between 0 and 1)");
        }
        if (horizon != null && horizon.isNegative()) {
            throw new IllegalArgumentException(
                    HORIZON.key() + ": " + horizon + " (expected: 0 (unlimited) or more)");
        }
        if (stripRows < 1 || stripRows > MOST_ROWS) {
            throw new IllegalArgumentException(
                    STRIP_ROWS.key() + ": " + stripRows + " (expected: between 1 and 91)");
        }
        if (hold.isNegative() || hold.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException(
                    WAIT.key() + ": " + hold + " (expected: between 0 and 1 d)");
        }
        for (int orbit : preferOrbits) {
            if (orbit < 1 || orbit > MOST_ORBIT) {
                throw new IllegalArgumentException(
                        PREFER_ORBITS.key()
                                + ": "
                                + orbit
                                + " (expected: relative orbits, 1 to 175)");
            }
        }
        preferOrbits = List.copyOf(preferOrbits);
    }

    /** Cut at once, no orbit before another. */
    public PairingOptions(Duration window, double minOverlap, Duration horizon, int stripRows) {
        this(window, minOverlap, horizon, stripRows, Duration.ZERO, List.of());
    }

    /** 3 d, 0.3, 60 d, one row, at once, no orbit before another. */
    public static PairingOptions defaults() {
        return new PairingOptions(
                WINDOW.defaultValue(),
                MIN_OVERLAP.defaultValue(),
                HORIZON.defaultValue(),
                ROWS_ON_CPU);
    }

    /** Options as configured, where patches are embedded on a GPU or a CPU. */
    public static PairingOptions from(ReadableConfig config, boolean onGpu) {
        var horizon = config.get(HORIZON);
        int rows = config.get(STRIP_ROWS);
        return new PairingOptions(
                config.get(WINDOW),
                config.get(MIN_OVERLAP),
                horizon.isZero() ? null : horizon,
                rows != 0 ? rows : onGpu ? ROWS_ON_GPU : ROWS_ON_CPU,
                config.get(WAIT),
                config.get(PREFER_ORBITS));
    }

    /** The same, but for the time that what changed is held back. */
    PairingOptions waiting(Duration other) {
        return new PairingOptions(window, minOverlap, horizon, stripRows, other, preferOrbits);
    }

    /** The same, but for the orbits that come first. */
    PairingOptions preferring(Integer... orbits) {
        return new PairingOptions(window, minOverlap, horizon, stripRows, hold, List.of(orbits));
    }

    /**
     * How far behind the newest acquisition of a tile a pass can still matter: a granule at the
     * horizon moves the pair of an S2 pass one window before it, whose present partner may lie one
     * more window back.
     */
    public Duration remembered() {
        return horizon.plus(window.multipliedBy(2)).plus(LONGEST_PASS);
    }
}
