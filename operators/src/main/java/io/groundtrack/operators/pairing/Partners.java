package io.groundtrack.operators.pairing;

import io.groundtrack.schemas.Sensor;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which S1 passes an S2 pass may be fused with.
 *
 * <p>in: an S2 pass and the passes of its tile → out: the S1 passes within the window that cover
 * enough of it: those of a preferred orbit first, then nearest in time, ties by the lower relative
 * orbit, then the lower id. Source: architecture 3.3.
 *
 * @param window largest time between the two
 * @param minOverlap least share of the S2 footprint that the S1 footprint covers, 0…1
 * @param preferOrbits relative orbits that come before all others, best first
 */
record Partners(Duration window, double minOverlap, List<Integer> preferOrbits) {

    /** Footprints are compared only as far as the stream is read. */
    Stream<Pass> of(Pass s2, Collection<Pass> passes) {
        return passes.stream()
                .filter(p -> p.sensor() == Sensor.S1)
                .filter(p -> areNear(s2.time(), p.time()))
                .sorted(bestFirst(s2))
                .filter(p -> overlaps(s2, p));
    }

    /** Which of two S1 passes {@code s2} takes, if both cover enough of it. */
    Comparator<Pass> bestFirst(Pass s2) {
        Function<Pass, Duration> apart = p -> Duration.between(s2.time(), p.time()).abs();
        return Comparator.comparing(this::preference)
                .thenComparing(apart)
                .thenComparing(Pass::relativeOrbit)
                .thenComparing(Pass::id);
    }

    boolean areNear(Instant a, Instant b) {
        return Duration.between(a, b).abs().compareTo(window) <= 0;
    }

    private int preference(Pass s1) {
        int rank = preferOrbits.indexOf(s1.relativeOrbit());
        return rank < 0 ? preferOrbits.size() : rank;
    }

    private boolean overlaps(Pass s2, Pass s1) {
        double share = s2.coveredBy(s1);
        return share > 0 && share >= minOverlap;
    }
}
