package io.groundtrack.testing.landscape.scene;

import io.groundtrack.schemas.Sensor;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * One overflight of the area: what is needed to render it.
 *
 * @param sensor instrument family
 * @param platform lower-case platform name
 * @param relativeOrbit track number of the repeat cycle
 * @param absoluteOrbit orbits since launch
 * @param ascending whether the platform flies north
 * @param cycle time until the same track is flown again
 * @param start sensing start
 */
public record SceneSpec(
        Sensor sensor,
        String platform,
        int relativeOrbit,
        int absoluteOrbit,
        boolean ascending,
        Duration cycle,
        Instant start) {

    /** The same for every product of the overflight, and for no other. */
    public String id() {
        return platform + "/" + absoluteOrbit;
    }

    /** Short platform name as products carry it: {@code S1A}. */
    public String satellite() {
        return "S" + platform.substring("sentinel-".length()).toUpperCase(Locale.ROOT);
    }
}
