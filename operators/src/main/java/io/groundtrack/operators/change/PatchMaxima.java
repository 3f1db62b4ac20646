package io.groundtrack.operators.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How close an undisturbed patch came to an alert in each year.
 *
 * <p>in: looks of one patch in order → out: per kind of series, bucket of looks and year, the
 * largest threshold at which two touching cells would each have had two (or three) looks in a row
 * above it, in whatever series of the kind and whenever in the year: never less than what makes an
 * alert.
 */
final class PatchMaxima {

    private static final double YEAR_MS = 365.25 * 86_400_000;

    /**
     * One year of a patch in one bucket of looks.
     *
     * @param two the statistic for two looks in a row
     * @param three for three looks in a row
     * @param years how long it was
     */
    record Year(double two, double three, double years) {}

    /** Kind of series and the descriptor of its thresholds. */
    record Kind(String seriesKind, String descriptor) {}

    private final ChangeOptions options;
    private final int[] buckets;
    private final PatchFold fold;
    private final Map<SeriesKey, double[][]> recent = new HashMap<>();
    private final Map<Kind, List<List<Sighting>>> seen = new HashMap<>();

    private record Sighting(long time, int cell, double two, double three) {}

    PatchMaxima(ChangeOptions options, int[] buckets) {
        this.options = options;
        this.buckets = buckets;
        this.fold = new PatchFold(options, Thresholds.of(List.of()));
    }

    void look(Look look) {
        fold.look(look);
        var key = look.series();
        var kind = new Kind(key.productKind(), key.descriptor(options));
        var last = recent.computeIfAbsent(key, any -> new double[options.cells()][2]);
        var ofKind = seen.computeIfAbsent(kind, any -> emptyBuckets());
        for (int cell = 0; cell < options.cells(); cell++) {
            double score = fold.lastScore(key, cell);
            if (Double.isNaN(score)) {
                continue;
            }
            double two = Math.min(score, last[cell][0]);
            double three = Math.min(two, last[cell][1]);
            last[cell][1] = last[cell][0];
            last[cell][0] = score;
            ofKind.get(bucketOf(fold.looks(key, cell)))
                    .add(new Sighting(look.time(), cell, two, three));
        }
    }

    private List<List<Sighting>> emptyBuckets() {
        var empty = new ArrayList<List<Sighting>>();
        for (int i = 0; i < buckets.length; i++) {
            empty.add(new ArrayList<>());
        }
        return empty;
    }

    private int bucketOf(int looks) {
        int bucket = 0;
        while (bucket + 1 < buckets.length && looks >= buckets[bucket + 1]) {
            bucket++;
        }
        return bucket;
    }

    /** Years by kind and bucket. */
    Map<Kind, List<List<Year>>> years() {
        var years = new HashMap<Kind, List<List<Year>>>();
        seen.forEach(
                (kind, sightings) ->
                        years.put(kind, sightings.stream().map(this::yearsOf).toList()));
        return years;
    }

    /** What is left of a last year joins the year before it. */
    private List<Year> yearsOf(List<Sighting> sightings) {
        if (sightings.isEmpty()) {
            return List.of();
        }
        long from = sightings.get(0).time();
        double span = (sightings.get(sightings.size() - 1).time() - from) / YEAR_MS;
        int count = Math.max(1, (int) span);
        var two = new double[count][options.cells()];
        var three = new double[count][options.cells()];
        for (var sighting : sightings) {
            int year = Math.min(count - 1, (int) ((sighting.time() - from) / YEAR_MS));
            int cell = sighting.cell();
            two[year][cell] = Math.max(two[year][cell], sighting.two());
            three[year][cell] = Math.max(three[year][cell], sighting.three());
        }
        var years = new ArrayList<Year>();
        for (int year = 0; year < count; year++) {
            years.add(new Year(touching(two[year]), touching(three[year]), span / count));
        }
        return years;
    }

    /** Largest value that two touching cells both reach. */
    private double touching(double[] values) {
        int grid = options.grid();
        double most = 0;
        for (int cell = 0; cell < values.length; cell++) {
            int row = cell / grid;
            int column = cell % grid;
            double neighbour = 0;
            for (int r = Math.max(0, row - 1); r <= Math.min(grid - 1, row + 1); r++) {
                for (int c = Math.max(0, column - 1); c <= Math.min(grid - 1, column + 1); c++) {
                    if (r != row || c != column) {
                        neighbour = Math.max(neighbour, values[r * grid + c]);
                    }
                }
            }
            most = Math.max(most, Math.min(values[cell], neighbour));
        }
        return most;
    }

    /** Ascending first looks of the buckets: from burn-in, then 20, 30 and 60. */
    static int[] buckets(ChangeOptions options) {
        return Arrays.stream(new int[] {options.burnIn(), 20, 30, 60})
                .map(from -> Math.max(from, options.burnIn()))
                .distinct()
                .toArray();
    }
}
