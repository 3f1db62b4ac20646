package io.groundtrack.bench;

import java.util.List;
import java.util.Optional;

/** How long the rest will take, judged by what is done. */
final class Clock {
    private final long start = System.nanoTime();
    private double done;
    private double left;

    Clock(List<Plan.Part> todo) {
        left = todo.stream().mapToDouble(Plan.Part::weight).sum();
    }

    /** Whole minutes, rounded up; empty at the end. */
    Optional<Long> passed(Plan.Part part) {
        done += part.weight();
        left -= part.weight();
        double seconds = (System.nanoTime() - start) / 1e9;
        // what is left of the sum at the end is rounding
        return left < 1e-6 * done
                ? Optional.empty()
                : Optional.of((long) Math.ceil(seconds * left / done / 60));
    }
}
