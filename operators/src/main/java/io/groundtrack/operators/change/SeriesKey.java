package io.groundtrack.operators.change;

import io.groundtrack.schemas.Sensor;
import io.groundtrack.schemas.SeriesState;
import java.util.Comparator;
import java.util.List;

/**
 * The looks of a patch that may be compared with each other: one sensor, one relative orbit, one
 * kind of product, the same numbers, the same bands filled in, the same {@link
 * io.groundtrack.schemas.Quality} where it sets looks apart, the same model.
 *
 * <p>A new model starts its own histories, whatever it does to the numbers that are scored: those
 * of two models are never compared. The numbers of today are radiometric and would allow it; the
 * sketch would not, and thresholds belong to a model.
 *
 * @param sensor instrument family
 * @param relativeOrbit relative orbit, 0 where unknown
 * @param productKind e.g. {@code S1-GRD}
 * @param names names of the radiometric numbers, in order
 * @param filledBands bands that were missing and filled in, sorted
 * @param quality what sets the looks apart, sorted
 * @param modelId model that saw them; empty in states of before it was part of the key
 */
record SeriesKey(
        Sensor sensor,
        int relativeOrbit,
        String productKind,
        List<String> names,
        List<String> filledBands,
        List<String> quality,
        String modelId)
        implements Comparable<SeriesKey> {

    private static final Comparator<SeriesKey> ORDER =
            Comparator.comparing(SeriesKey::sensor)
                    .thenComparing(SeriesKey::productKind)
                    .thenComparingInt(SeriesKey::relativeOrbit)
                    .thenComparing(key -> String.join(",", key.names))
                    .thenComparing(key -> String.join(",", key.filledBands))
                    .thenComparing(key -> String.join(",", key.quality))
                    .thenComparing(SeriesKey::modelId);

    SeriesKey {
        names = List.copyOf(names);
        filledBands = sorted(filledBands);
        quality = sorted(quality);
    }

    private static List<String> sorted(List<String> names) {
        return names.size() < 2 ? List.copyOf(names) : names.stream().sorted().toList();
    }

    /** Which numbers are scored and over how many looks they are averaged, e.g. {@code A4/m6}. */
    String descriptor(ChangeOptions options) {
        return descriptor(sensor, names.size(), options.looks()) + options.cellsSuffix();
    }

    static String descriptor(Sensor sensor, int numbers, int looks) {
        return (sensor == Sensor.S1 ? "A" : "S2-") + numbers + "/m" + looks;
    }

    @Override
    public int compareTo(SeriesKey other) {
        return ORDER.compare(this, other);
    }

    SeriesState state() {
        return SeriesState.newBuilder()
                .setSensor(sensor)
                .setRelativeOrbit(relativeOrbit)
                .setProductKind(productKind)
                .setNames(names)
                .setFilledBands(filledBands)
                .setQuality(quality)
                .setModelId(modelId)
                .build();
    }

    static SeriesKey of(SeriesState state) {
        return new SeriesKey(
                state.getSensor(),
                state.getRelativeOrbit(),
                state.getProductKind(),
                state.getNames(),
                state.getFilledBands(),
                state.getQuality(),
                state.getModelId());
    }
}
