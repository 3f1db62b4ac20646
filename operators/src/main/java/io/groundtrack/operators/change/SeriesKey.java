package io.groundtrack.operators.change;

import static java.util.stream.Collectors.joining;

import io.groundtrack.schemas.Sensor;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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

    /** Between the product kind and the qualities, as they are stored. */
    private static final String PLUS = "+";

    /** Before the model, which comes last. */
    private static final String BY = "@";

    SeriesKey {
        names = List.copyOf(names);
        filledBands = filledBands.stream().sorted().toList();
        quality = quality.stream().sorted().toList();
    }

    /** Which numbers are scored and over how many looks they are averaged, e.g. {@code A4/m6}. */
    String descriptor(int looks) {
        return descriptor(sensor, names.size(), looks);
    }

    static String descriptor(Sensor sensor, int numbers, int looks) {
        return (sensor == Sensor.S1 ? "A" : "S2-") + numbers + "/m" + looks;
    }

    @Override
    public int compareTo(SeriesKey other) {
        return ORDER.compare(this, other);
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(sensor.name());
        out.writeInt(relativeOrbit);
        // one text, so that states without qualities keep the form they had before there were any
        var kind = Stream.concat(Stream.of(productKind), quality.stream()).collect(joining(PLUS));
        out.writeUTF(modelId.isEmpty() ? kind : kind + BY + modelId);
        writeAll(names, out);
        writeAll(filledBands, out);
    }

    static SeriesKey read(DataInput in) throws IOException {
        var sensor = Sensor.valueOf(in.readUTF());
        int relativeOrbit = in.readInt();
        var text = in.readUTF();
        int by = text.indexOf(BY);
        var kind = List.of((by < 0 ? text : text.substring(0, by)).split("[+]"));
        return new SeriesKey(
                sensor,
                relativeOrbit,
                kind.get(0),
                readAll(in),
                readAll(in),
                kind.subList(1, kind.size()),
                by < 0 ? "" : text.substring(by + 1));
    }

    private static void writeAll(List<String> words, DataOutput out) throws IOException {
        out.writeShort(words.size());
        for (var word : words) {
            out.writeUTF(word);
        }
    }

    private static List<String> readAll(DataInput in) throws IOException {
        int size = in.readUnsignedShort();
        var words = new ArrayList<String>(size);
        for (int i = 0; i < size; i++) {
            words.add(in.readUTF());
        }
        return words;
    }
}
