package io.groundtrack.operators.change;

import io.groundtrack.schemas.PatchEmbedding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Fits thresholds to patches where nothing happened.
 *
 * <p>in: undisturbed observations, by patch, in any order → out: {@link Thresholds}: per kind of
 * series and bucket of looks (from burn-in, 20, 30, 60) the scores at which false alerts are as
 * rare as asked for. Each is a quantile of the yearly maxima of {@link PatchMaxima}, read off an
 * exponential tail where it lies beyond what was seen; fewer looks never have a lower threshold
 * than more. A patch's passage through one of the short first buckets counts as a whole year.
 * Errors: {@link IllegalArgumentException} naming the kind, where there are too few patch-years.
 * Source: the quantiles of patch-years that the study behind {@link SeriesFold} asks for.
 */
public final class Calibration {

    /** Raise for a bucket of looks that has too few patch-years of its own. */
    private static final double WIDENING = 1.1;

    /** Mean length of the histories in the last bucket, years. */
    private static final double LEAST_YEARS = 0.5;

    private static final ToDoubleFunction<PatchMaxima.Year> THREE_IN_A_ROW =
            PatchMaxima.Year::three;

    /**
     * What thresholds have to promise, in patch-years with a false alert.
     *
     * @param lowRate false confirmed alerts, low band
     * @param highRate false confirmed alerts, high band
     * @param provisionalRate false provisional alerts; 0: not asked for
     * @param seed seed of the data, kept with the thresholds
     */
    public record Goal(double lowRate, double highRate, double provisionalRate, long seed) {

        /** At most 1 false confirmed alert in 100 patch-years, in the high band 1 in 1,000. */
        public static Goal defaults(long seed) {
            return new Goal(0.01, 0.001, 0, seed);
        }

        /** The same, with a promise for provisional alerts too. */
        public Goal withProvisional(double rate) {
            return new Goal(lowRate, highRate, rate, seed);
        }
    }

    private Calibration() {}

    /** Thresholds for every kind of series that occurs. */
    public static Thresholds fit(
            Collection<? extends List<PatchEmbedding>> patches, ChangeOptions options, Goal goal) {
        var buckets = PatchMaxima.buckets(options);
        var years = new HashMap<PatchMaxima.Kind, List<List<PatchMaxima.Year>>>();
        for (var patch : patches) {
            var maxima = new PatchMaxima(options, buckets);
            looks(patch, options).forEach(maxima::look);
            maxima.years().forEach((kind, more) -> add(more, kind, years, buckets.length));
        }
        return Thresholds.of(
                years.entrySet().stream()
                        .map(kind -> entry(kind.getKey(), kind.getValue(), buckets, options, goal))
                        .sorted(
                                Comparator.comparing(Thresholds.Entry::seriesKind)
                                        .thenComparing(Thresholds.Entry::descriptor))
                        .toList());
    }

    /** The observations of a patch in the order of the fold. */
    static List<Look> looks(List<PatchEmbedding> patch, ChangeOptions options) {
        return patch.stream()
                .map(seen -> Look.of(seen, seen.getPassRevision(), options))
                .sorted(Look.IN_TIME)
                .toList();
    }

    private static void add(
            List<List<PatchMaxima.Year>> more,
            PatchMaxima.Kind kind,
            Map<PatchMaxima.Kind, List<List<PatchMaxima.Year>>> years,
            int buckets) {
        var known = years.computeIfAbsent(kind, any -> new ArrayList<>());
        while (known.size() < buckets) {
            known.add(new ArrayList<>());
        }
        for (int bucket = 0; bucket < buckets; bucket++) {
            known.get(bucket).addAll(more.get(bucket));
        }
    }

    private static Thresholds.Entry entry(
            PatchMaxima.Kind kind,
            List<List<PatchMaxima.Year>> years,
            int[] from,
            ChangeOptions options,
            Goal goal) {
        var buckets = new ArrayList<Thresholds.Bucket>();
        double low = 0;
        double high = 0;
        int last = lastBucket(years);
        for (int i = last; i >= 0; i--) {
            var ofBucket = years.get(i);
            if (ofBucket.size() >= TailQuantile.LEAST) {
                var isLast = buckets.isEmpty();
                low = Math.max(low, low(ofBucket, goal, isLast));
                high = Math.max(high, quantile(ofBucket, THREE_IN_A_ROW, goal.highRate(), isLast));
            } else {
                low *= WIDENING;
                high *= WIDENING;
            }
            if (low > 0) {
                high = Math.max(low, high);
                buckets.add(0, new Thresholds.Bucket(from[i], low, high));
            }
        }
        if (buckets.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s %s: fewer than %d undisturbed patch-years after burn-in"
                            .formatted(kind.seriesKind(), kind.descriptor(), TailQuantile.LEAST));
        }
        return new Thresholds.Entry(
                kind.seriesKind(),
                kind.descriptor(),
                options.looks(),
                goal.lowRate(),
                goal.highRate(),
                goal.provisionalRate(),
                years.stream().flatMap(List::stream).mapToDouble(PatchMaxima.Year::years).sum(),
                goal.seed(),
                buckets);
    }

    /**
     * A bucket that histories hardly reach says nothing of a year in it: the one before stands for
     * it.
     */
    private static int lastBucket(List<List<PatchMaxima.Year>> years) {
        int last = years.size() - 1;
        while (last > 0
                && (years.get(last).size() < TailQuantile.LEAST
                        || length(years.get(last)) < LEAST_YEARS)) {
            last--;
        }
        return last;
    }

    private static double length(List<PatchMaxima.Year> years) {
        return years.stream().mapToDouble(PatchMaxima.Year::years).average().orElse(0);
    }

    private static double low(List<PatchMaxima.Year> years, Goal goal, boolean isLast) {
        double confirmed = quantile(years, THREE_IN_A_ROW, goal.lowRate(), isLast);
        return goal.provisionalRate() == 0
                ? confirmed
                : Math.max(
                        confirmed,
                        quantile(years, PatchMaxima.Year::two, goal.provisionalRate(), isLast));
    }

    /** A year that was cut short has to be rarer: its share of the rate. */
    private static double quantile(
            List<PatchMaxima.Year> years,
            ToDoubleFunction<PatchMaxima.Year> statistic,
            double rate,
            boolean isLast) {
        return TailQuantile.above(
                years.stream().mapToDouble(statistic).toArray(),
                isLast ? rate * Math.max(0.1, Math.min(1, length(years))) : rate);
    }
}
