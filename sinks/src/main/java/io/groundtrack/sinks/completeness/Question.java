package io.groundtrack.sinks.completeness;

import java.time.Duration;
import java.time.Instant;

/**
 * What is asked about.
 *
 * @param tile one tile; null: all
 * @param from passes sensed then or later; null: all
 * @param to passes sensed before; null: all
 * @param window how far apart in time partners may be ({@code pairing.window})
 * @param grace how long after sensing a pass may be announced before it counts as missed
 */
public record Question(String tile, Instant from, Instant to, Duration window, Duration grace) {

    /** All there is, with the pairing window and the grace that are usual. */
    public static Question everything() {
        return new Question(null, null, null, Duration.ofDays(3), Duration.ofHours(24));
    }

    boolean isAbout(String ofTile) {
        return tile == null || tile.equals(ofTile);
    }

    boolean isAbout(Instant time) {
        return time == null
                || (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
    }
}
