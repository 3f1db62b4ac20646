package io.groundtrack.ingest.notice;

import io.groundtrack.schemas.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Repeat cycles of the platforms: the relative orbit of an absolute one, and the pass of a time.
 *
 * <p>A cycle of Sentinel-1 is 12 d and 175 orbits, one of Sentinel-2 10 d and 143 orbits. The epoch
 * of a platform is a time at which its relative orbit 1 began; then cycle = round((t − epoch −
 * (orbit − 1) · C / n) / C) is one number for all that is seen in one overflight. Epochs are fitted
 * to real products and rounded to minutes; those of Sentinel-1A and 1B give the cycle numbers of
 * the products' own manifests. The fractions left over stay below 0.01 (0.21 for 2A after it gave
 * up its place in 2025), where 0.5 would be needed to err.
 */
final class Orbits {

    private record Platform(Duration cycle, int orbits, int firstAbsolute, Instant epoch) {}

    private static final int UNKNOWN = -1;
    private static final Duration S1_CYCLE = Duration.ofDays(12);
    private static final Duration S2_CYCLE = Duration.ofDays(10);

    private static final Map<String, Platform> PLATFORMS =
            Map.of(
                    "sentinel-1a",
                            new Platform(S1_CYCLE, 175, 73, Instant.parse("2013-10-10T18:31:00Z")),
                    "sentinel-1b",
                            new Platform(S1_CYCLE, 175, 27, Instant.parse("2016-02-03T18:10:00Z")),
                    "sentinel-1c",
                            new Platform(S1_CYCLE, 175, 172, Instant.parse("2024-11-23T18:32:00Z")),
                    "sentinel-1d",
                            new Platform(S1_CYCLE, 175, 42, Instant.parse("2025-10-26T18:20:00Z")),
                    // no rule from absolute orbits: 2A was moved along its track in 2025
                    "sentinel-2a",
                            new Platform(
                                    S2_CYCLE, 143, UNKNOWN, Instant.parse("2015-06-22T23:06:00Z")),
                    "sentinel-2b",
                            new Platform(
                                    S2_CYCLE, 143, UNKNOWN, Instant.parse("2017-02-26T23:13:00Z")),
                    "sentinel-2c",
                            new Platform(
                                    S2_CYCLE, 143, UNKNOWN, Instant.parse("2024-09-02T23:05:00Z")));

    private Orbits() {}

    /** Orbits in a cycle of the mission. */
    static int perCycle(boolean radar) {
        return radar ? 175 : 143;
    }

    /** Relative orbit of an absolute one, 0 where the platform has no rule. */
    static int relative(String platform, int absolute) {
        var known = PLATFORMS.get(platform);
        return known == null || known.firstAbsolute == UNKNOWN
                ? 0
                : Math.floorMod(absolute - known.firstAbsolute, known.orbits) + 1;
    }

    /** Id of the pass a granule belongs to on a tile. */
    static String pass(String platform, int relativeOrbit, String tile, Instant start) {
        return relativeOrbit == 0 || !PLATFORMS.containsKey(platform)
                ? Ids.passWithoutOrbit(platform, tile, start)
                : Ids.pass(
                        platform,
                        relativeOrbit,
                        tile,
                        Math.round(cycles(platform, relativeOrbit, start)));
    }

    /** Cycles since the epoch, not rounded: nearly a whole number for a true relative orbit. */
    static double cycles(String platform, int relativeOrbit, Instant start) {
        var known = PLATFORMS.get(platform);
        var cycle = (double) known.cycle.toMillis();
        var elapsed = start.toEpochMilli() - known.epoch.toEpochMilli();
        return elapsed / cycle - (relativeOrbit - 1) / (double) known.orbits;
    }
}
