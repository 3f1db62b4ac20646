package io.groundtrack.job.sameness;

import io.groundtrack.testing.landscape.LandscapeOptions;
import io.groundtrack.testing.landscape.scene.Area;
import io.groundtrack.testing.landscape.scene.TileFrame;
import java.time.Duration;
import java.time.LocalDate;

/**
 * What a table is made from.
 *
 * @param landscape the archive
 * @param orders shuffled orders of arrival
 * @param trickle pause between two notices of the live run
 * @param everyStop all ways to stop and go on, not only those that change something meanwhile
 */
public record SamenessPlan(
        LandscapeOptions landscape, int orders, Duration trickle, boolean everyStop) {

    private static final LocalDate START = LocalDate.of(2024, 1, 1);

    /**
     * Four patches, nine months of radar: enough for an alert, and for each of the things that can
     * befall a product.
     */
    public static SamenessPlan reduced() {
        return new SamenessPlan(landscape(2, 2, 24, 10, 1, 1, 1), 1, Duration.ofMillis(10), false);
    }

    /** Twenty patches, a year of both sensors, ten orders of arrival. */
    public static SamenessPlan full() {
        return new SamenessPlan(landscape(4, 5, 30, 36, 4, 3, 2), 10, Duration.ofMillis(100), true);
    }

    private static LandscapeOptions landscape(
            int rows, int columns, int s1, int s2, int events, int repeated, int reprocessed) {
        return new LandscapeOptions(
                11,
                new Area(TileFrame.T33UUP, 30, 40, rows, columns),
                START,
                s1,
                s2,
                events,
                5,
                repeated,
                reprocessed,
                1,
                1);
    }
}
