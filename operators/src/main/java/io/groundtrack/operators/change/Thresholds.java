package io.groundtrack.operators.change;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The scores above which a look counts, by kind of series and number of looks behind it, and what
 * they promise.
 *
 * <p>File: {@code thresholds.json} of a model folder. Units: standard deviations; rates are false
 * alerts in a patch-year. State and time: immutable. A kind without an entry has no threshold and
 * never makes an alert. Errors: {@link IllegalArgumentException} naming file, entry and what was
 * expected.
 */
public final class Thresholds implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /**
     * Thresholds from a number of looks on.
     *
     * @param fromLooks valid looks of a cell from which they hold
     * @param low score above which a look counts
     * @param high mean score above which a run is in the high band
     */
    public record Bucket(int fromLooks, double low, double high) implements Serializable {}

    /**
     * Thresholds of one kind of series.
     *
     * @param seriesKind product kind, e.g. {@code S1-GRD}
     * @param descriptor numbers and looks averaged, e.g. {@code A4/m6}
     * @param looks looks averaged (m)
     * @param lowRate false confirmed alerts in a patch-year that low was set for
     * @param highRate the same for high
     * @param provisionalRate false provisional alerts in a patch-year that low was set for as well;
     *     0 where it was not
     * @param patchYears undisturbed patch-years they were fitted on
     * @param seed seed of the data they were fitted on
     * @param buckets ascending in looks, never rising
     */
    public record Entry(
            String seriesKind,
            String descriptor,
            int looks,
            double lowRate,
            double highRate,
            double provisionalRate,
            double patchYears,
            long seed,
            List<Bucket> buckets)
            implements Serializable {}

    private final ArrayList<Entry> entries;

    private Thresholds(List<Entry> entries) {
        this.entries = new ArrayList<>(entries);
    }

    /** Thresholds of these entries. */
    public static Thresholds of(List<Entry> entries) {
        for (var entry : entries) {
            check(entry, "thresholds");
        }
        return new Thresholds(entries);
    }

    /** One pair of thresholds for one kind of series, without any promise: for tests. */
    public static Thresholds uncalibrated(
            String seriesKind, String descriptor, int looks, double low, double high) {
        return of(
                List.of(
                        new Entry(
                                seriesKind,
                                descriptor,
                                looks,
                                0,
                                0,
                                0,
                                0,
                                0,
                                List.of(new Bucket(0, low, high)))));
    }

    /** These and the other's entries. */
    public Thresholds and(Thresholds other) {
        var all = new ArrayList<>(entries);
        all.addAll(other.entries);
        return of(all);
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** What holds for a series; without an entry nothing is ever above. */
    public Levels levels(String seriesKind, String descriptor) {
        for (var entry : entries) {
            if (entry.seriesKind().equals(seriesKind) && entry.descriptor().equals(descriptor)) {
                return new Levels(entry);
            }
        }
        return Levels.NONE;
    }

    /** Thresholds of one series, as looks need them. */
    public static final class Levels {

        static final Levels NONE = new Levels(null);

        private final Entry entry;

        private Levels(Entry entry) {
            this.entry = entry;
        }

        /** Whether there are any. */
        public boolean exist() {
            return entry != null;
        }

        /** Score above which a look counts. */
        public double low(int looks) {
            var bucket = bucket(looks);
            return bucket == null ? Double.POSITIVE_INFINITY : bucket.low();
        }

        /** Mean score above which a run is in the high band. */
        public double high(int looks) {
            var bucket = bucket(looks);
            return bucket == null ? Double.POSITIVE_INFINITY : bucket.high();
        }

        /** False confirmed alerts in a patch-year that low (or high) was set for. */
        public double rate(boolean high) {
            return entry == null ? 0 : high ? entry.highRate() : entry.lowRate();
        }

        private Bucket bucket(int looks) {
            Bucket found = null;
            if (entry != null) {
                for (var bucket : entry.buckets()) {
                    if (bucket.fromLooks() <= looks) {
                        found = bucket;
                    }
                }
            }
            return found;
        }
    }

    /** What the JSON file holds. */
    private record Content(List<Entry> thresholds) {}

    /** The thresholds in {@code file}. */
    public static Thresholds read(Path file) throws IOException {
        return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString());
    }

    /** The thresholds in {@code json}; {@code name} says in messages where it is from. */
    public static Thresholds parse(String json, String name) {
        Content content;
        try {
            content = GSON.fromJson(json, Content.class);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(
                    name + ": not JSON as expected: " + e.getMessage(), e);
        }
        if (content == null || content.thresholds() == null) {
            throw new IllegalArgumentException(name + ": no array \"thresholds\"");
        }
        for (var entry : content.thresholds()) {
            check(entry, name);
        }
        return new Thresholds(content.thresholds());
    }

    /** Writes {@code thresholds.json}. */
    public void write(Path file) throws IOException {
        Files.writeString(file, json(), StandardCharsets.UTF_8);
    }

    /** The content of {@code thresholds.json}. */
    public String json() {
        return GSON.toJson(new Content(entries)) + "\n";
    }

    private static void check(Entry entry, String where) {
        if (entry == null || entry.seriesKind() == null || entry.descriptor() == null) {
            throw new IllegalArgumentException(where + ": an entry lacks seriesKind or descriptor");
        }
        var name = where + ": " + entry.seriesKind() + " " + entry.descriptor();
        if (entry.buckets() == null || entry.buckets().isEmpty()) {
            throw new IllegalArgumentException(name + ": buckets are empty (expected: 1 or more)");
        }
        int from = Integer.MIN_VALUE;
        for (var bucket : entry.buckets()) {
            if (bucket == null || bucket.fromLooks() <= from) {
                throw new IllegalArgumentException(
                        name + ": buckets are not in ascending order of fromLooks");
            }
            if (!(bucket.low() > 0) || !(bucket.high() >= bucket.low())) {
                throw new IllegalArgumentException(
                        name
                                + ": from "
                                + bucket.fromLooks()
                                + " looks: low "
                                + bucket.low()
                                + ", high "
                                + bucket.high()
                                + " (expected: 0 < low <= high)");
            }
            from = bucket.fromLooks();
        }
    }
}
