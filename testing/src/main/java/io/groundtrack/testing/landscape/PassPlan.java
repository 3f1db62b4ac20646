package io.groundtrack.testing.landscape;

import io.groundtrack.schemas.Sensor;
import io.groundtrack.testing.landscape.noise.Hash;
import io.groundtrack.testing.landscape.scene.SceneSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When which satellite comes over: three real tracks over 33UUP, each known from one real
 * overflight and repeated with its cycle.
 */
final class PassPlan {

    private static final Track S1_WEST =
            new Track(Sensor.S1, "sentinel-1a", 44, 17_091, true, 12, 175, "2017-06-18T16:58:54Z");
    private static final Track S1_EAST =
            new Track(Sensor.S1, "sentinel-1a", 146, 17_018, true, 12, 175, "2017-06-13T16:50:43Z");
    private static final Track S2 =
            new Track(Sensor.S2, "sentinel-2a", 22, 10_309, false, 10, 143, "2017-06-13T10:10:31Z");

    private PassPlan() {}

    /** All overflights in order of time. */
    static List<SceneSpec> of(LandscapeOptions options) {
        var scenes = new ArrayList<SceneSpec>();
        S1_WEST.addTo(scenes, options, options.s1Looks());
        S1_EAST.addTo(scenes, options, options.s1Looks());
        S2.addTo(scenes, options, options.s2Looks());
        scenes.sort(Comparator.comparing(SceneSpec::start));
        return List.copyOf(scenes);
    }

    private record Track(
            Sensor sensor,
            String platform,
            int relativeOrbit,
            int absoluteOrbit,
            boolean ascending,
            int cycleDays,
            int orbitsInCycle,
            String known) {

        void addTo(List<SceneSpec> scenes, LandscapeOptions options, int looks) {
            var reference = Instant.parse(known);
            var cycle = Duration.ofDays(cycleDays);
            var from = options.start().atStartOfDay(ZoneOffset.UTC).toInstant();
            long since = Duration.between(reference, from).toSeconds();
            long first = Math.floorDiv(since - 1, cycle.toSeconds()) + 1;
            for (long i = first; i < first + looks; i++) {
                long late = Math.floorMod(Hash.of(options.seed(), relativeOrbit, i), 5L) - 2;
                var start = reference.plus(cycle.multipliedBy(i)).plusSeconds(late);
                int orbit = Math.toIntExact(absoluteOrbit + i * orbitsInCycle);
                scenes.add(
                        new SceneSpec(
                                sensor, platform, relativeOrbit, orbit, ascending, cycle, start));
            }
        }
    }
}
