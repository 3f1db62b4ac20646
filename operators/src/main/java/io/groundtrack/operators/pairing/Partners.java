package io.groundtrack.operators.pairing;

import io.groundtrack.schemas.Sensor;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which S1 passes an S2 pass may be fused with.
 *
 * <p>in: an S2 pass and the passes of its tile → out: the S1 passes within the window that cover
 * enough of it, nearest in time first, ties by the lower relative orbit, then the lower id. Source:
 * architecture 3.3.
 *
 * @param window largest time between the two
 * @param minOverlap least share of the S2 footprint that the S1 footprint covers, 0…1
 */
record Partners(Duration window, double minOverlap) {

    /** Footprints are compared only as far as the stream is read. */
    Stream<Pass> of(Pass s2, Collection<Pass> passes) {
        Function<Pass, Duration> apart = p -> Duration.between(s2.time(), p.time()).abs();
        return passes.stream()
                .filter(p -> p.sensor() == Sensor.S1)
                .filter(p -> areNear(s2.time(), p.time()))
                .sorted(
                        Comparator.comparing(apart)
                                .thenComparing(p -> p.first().getRelativeOrbit())
                                .thenComparing(Pass::id))
                .filter(p -> overlaps(s2, p));
    }

    boolean areNear(Instant a, Instant b) {
        return Duration.between(a, b).abs().compareTo(window) <= 0;
    }

    private boolean overlaps(Pass s2, Pass s1) {
        double share = s2.coveredBy(s1);
        return share > 0 && share >= minOverlap;
    }
}
