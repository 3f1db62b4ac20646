package io.groundtrack.operators.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The steps of the stored integers that the looks of a series came with: as a rule one set.
 *
 * <p>State and time: grows where a look comes with another set. Errors: {@link
 * IllegalArgumentException} beyond {@value #MOST} sets.
 */
final class Scales {

    /** Sets that a byte tells apart. */
    static final int MOST = 256;

    private final SeriesKey series;
    private final List<double[]> sets = new ArrayList<>();
    private final List<float[]> factors = new ArrayList<>();

    Scales(SeriesKey series) {
        this.series = series;
    }

    static Scales of(SeriesKey series, List<Double> flat) {
        var scales = new Scales(series);
        int names = series.names().size();
        for (int from = 0; from + names <= flat.size(); from += names) {
            var set = new double[names];
            for (int j = 0; j < names; j++) {
                set[j] = flat.get(from + j);
            }
            scales.setOf(set);
        }
        return scales;
    }

    /** Number of the set; it is added where it is new. */
    int setOf(double[] scales) {
        for (int set = 0; set < sets.size(); set++) {
            if (Arrays.equals(sets.get(set), scales)) {
                return set;
            }
        }
        if (sets.size() == MOST) {
            throw new IllegalArgumentException(
                    "cells.scales: "
                            + Arrays.toString(scales)
                            + " (expected: one of the "
                            + MOST
                            + " sets that this series came with)");
        }
        sets.add(scales);
        factors.add(Look.factors(series, scales));
        return sets.size() - 1;
    }

    double[] set(int set) {
        return sets.get(set);
    }

    /** Of every set: what turns stored numbers into the units of the fold. */
    List<float[]> factors() {
        return factors;
    }

    List<Double> flat() {
        var flat = new ArrayList<Double>(sets.size() * series.names().size());
        for (var set : sets) {
            for (double scale : set) {
                flat.add(scale);
            }
        }
        return flat;
    }
}
