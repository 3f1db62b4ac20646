package io.groundtrack.job.quality;

import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.Rasters;
import io.groundtrack.operators.change.ChangeOptions;
import io.groundtrack.operators.change.ScoredPlaces;
import io.groundtrack.operators.change.ScoredPlaces.Dates;
import io.groundtrack.operators.change.ScoredPlaces.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs the lifecycle alone over the metrics of DIST-ALERT-S1 products: each pixel is a place, each
 * track a series.
 *
 * <p>in: products of one tile and one extent, in order of acquisition → out: pixels by state after
 * each of them, and how confirmed pixels came to be. Beside it stand the same rules with all tracks
 * counted as one series. Errors: {@link IOException} naming the file that is not like the first.
 */
public final class LifecycleEvaluation {

    private static final long CACHE_BYTES = 16 << 20;
    private static final int MOST_PIXELS = 4_000_000;

    /**
     * Pixels of one state.
     *
     * @param pixels how many
     * @param high how many of them are in the high band
     */
    public record Count(int pixels, int high) {}

    /**
     * What stands after a look.
     *
     * @param time acquisition time
     * @param track its series
     * @param valid pixels with a metric
     * @param above pixels whose metric is above the low threshold
     * @param changed pixels whose state the look changed
     * @param counts by state, in order of {@link State}
     */
    public record After(
            Instant time, String track, int valid, int above, int changed, List<Count> counts) {

        /** Pixels of a state. */
        public Count count(State state) {
            return counts.get(state.ordinal());
        }
    }

    /** How many confirmed pixels were first, provisional and confirmed on these days. */
    public record History(LocalDate first, LocalDate provisional, LocalDate confirmed, int pixels) {

        static History of(Dates dates) {
            return new History(
                    day(dates.first()), day(dates.provisional()), day(dates.confirmed()), 1);
        }

        private static LocalDate day(Instant time) {
            return time.atZone(ZoneOffset.UTC).toLocalDate();
        }

        private History and(History same) {
            return new History(first, provisional, confirmed, pixels + same.pixels);
        }
    }

    /** What one way of counting gives. */
    public record Told(List<After> looks, List<History> histories) {}

    /**
     * Both ways.
     *
     * @param apart every track a series of its own: the rule of the product
     * @param pooled all tracks one series
     */
    public record Result(int width, int height, Told apart, Told pooled) {}

    private record Metric(MetricProduct product, float[] values) {}

    private final double low;
    private final double high;
    private final ChangeOptions options;

    /**
     * @param low metric above which a look counts
     * @param high mean metric above which a run is in the high band
     */
    public LifecycleEvaluation(double low, double high, ChangeOptions options) {
        this.low = low;
        this.high = high;
        this.options = options;
    }

    /** Evaluates the products below {@code folder}. */
    public Result run(Path folder) throws IOException {
        var products = MetricProduct.in(folder);
        var cache = new BlockCache(CACHE_BYTES);
        var metrics = new ArrayList<Metric>();
        int width = 0;
        int height = 0;
        Optional<?> place = Optional.empty();
        for (var product : products) {
            try (var raster = Rasters.open(product.metric(), cache)) {
                if (metrics.isEmpty()) {
                    width = raster.width();
                    height = raster.height();
                    place = raster.georeference();
                }
                if (raster.width() != width
                        || raster.height() != height
                        || !raster.georeference().equals(place)
                        || (long) width * height > MOST_PIXELS) {
                    throw new IOException(
                            "%s: %d x %d pixels, %s (expected: as the first product, %d x %d, %s; at most %d pixels)"
                                    .formatted(
                                            product.metric(),
                                            raster.width(),
                                            raster.height(),
                                            raster.georeference(),
                                            width,
                                            height,
                                            place,
                                            MOST_PIXELS));
                }
                metrics.add(new Metric(product, values(raster)));
            }
        }
        return new Result(width, height, told(metrics, false), told(metrics, true));
    }

    private static float[] values(Raster raster) throws IOException {
        var values = new float[raster.width() * raster.height()];
        raster.read(0, 0, 0, raster.width(), raster.height(), values);
        if (raster.nodata().isPresent()) {
            float nodata = (float) raster.nodata().getAsDouble();
            for (int i = 0; i < values.length; i++) {
                values[i] = values[i] == nodata ? Float.NaN : values[i];
            }
        }
        return values;
    }

    private Told told(List<Metric> metrics, boolean pooled) {
        int places = metrics.get(0).values().length;
        var lifecycle = new ScoredPlaces(places, low, high, options);
        var before = lifecycle.standings();
        var looks = new ArrayList<After>();
        for (var metric : metrics) {
            var product = metric.product();
            lifecycle.look(pooled ? "" : product.track(), product.time(), metric.values());
            var now = lifecycle.standings();
            looks.add(after(metric, before, now));
            before = now;
        }
        var histories = new TreeMap<String, History>();
        lifecycle.dates().stream()
                .flatMap(Optional::stream)
                .map(History::of)
                .forEach(
                        history ->
                                histories.merge(
                                        history.first()
                                                + " "
                                                + history.provisional()
                                                + " "
                                                + history.confirmed(),
                                        history,
                                        History::and));
        return new Told(
                looks,
                histories.values().stream()
                        .sorted(Comparator.comparingInt(History::pixels).reversed())
                        .toList());
    }

    private After after(
            Metric metric, ScoredPlaces.Standing[] before, ScoredPlaces.Standing[] now) {
        int valid = 0;
        int above = 0;
        int changed = 0;
        var pixels = new int[State.values().length];
        var inHigh = new int[pixels.length];
        for (int i = 0; i < now.length; i++) {
            float value = metric.values()[i];
            valid += Float.isNaN(value) ? 0 : 1;
            above += value > low ? 1 : 0;
            changed += before[i].state() == now[i].state() ? 0 : 1;
            pixels[now[i].state().ordinal()]++;
            inHigh[now[i].state().ordinal()] += now[i].high() ? 1 : 0;
        }
        var counts = new ArrayList<Count>();
        for (int i = 0; i < pixels.length; i++) {
            counts.add(new Count(pixels[i], inHigh[i]));
        }
        return new After(
                metric.product().time(), metric.product().track(), valid, above, changed, counts);
    }
}
