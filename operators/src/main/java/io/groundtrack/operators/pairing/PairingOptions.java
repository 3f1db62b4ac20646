package io.groundtrack.operators.pairing;

import java.io.Serializable;
import java.time.Duration;

/**
 * How passes are paired and cut up.
 *
 * @param window largest time between an S2 pass and its S1 partner (at most 6 d)
 * @param minOverlap least share of the S2 footprint that the S1 footprint covers, 0…1
 * @param horizon how far behind the newest acquisition of its tile a granule may be; null =
 *     unlimited
 * @param stripRows rows of patches in a strip
 */
public record PairingOptions(Duration window, double minOverlap, Duration horizon, int stripRows)
        implements Serializable {

    private static final Duration LONGEST_WINDOW = Duration.ofDays(6);

    public PairingOptions {
        if (window.isNegative() || window.compareTo(LONGEST_WINDOW) > 0) {
            throw new IllegalArgumentException(
                    "pairing.window: " + window + " (expected: between 0 and 6 d)");
        }
        if (!(minOverlap >= 0 && minOverlap <= 1)) {
            throw new IllegalArgumentException(
                    "pairing.min-overlap: " + minOverlap + " (expected: between 0 and 1)");
        }
        if (stripRows < 1) {
            throw new IllegalArgumentException(
                    "cut.strip-rows: " + stripRows + " (expected: at least 1)");
        }
    }

    /** 3 d, 0.3, 60 d, one row. */
    public static PairingOptions defaults() {
        return new PairingOptions(Duration.ofDays(3), 0.3, Duration.ofDays(60), 1);
    }
}
