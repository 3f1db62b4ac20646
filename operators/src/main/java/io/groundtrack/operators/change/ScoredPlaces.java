package io.groundtrack.operators.change;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lifecycle alone, over places whose scores come from elsewhere.
 *
 * <p>in: looks of one series each, in order of time: a score for every place, NaN where the look
 * shows nothing → out: state, band and dates of every place. A look that shows no place changes
 * nothing, as a gated observation does.
 *
 * <p>State and time: an open run for each place and series, and the finished ones; time is that of
 * the looks. Errors: {@link IllegalArgumentException} where a look has another size or comes before
 * the last one.
 */
public final class ScoredPlaces {

    /** State of a place: the highest of its series. */
    public enum State {
        /** No run. */
        NONE,
        FIRST,
        PROVISIONAL,
        CONFIRMED,
        /** A confirmed run has ended and no other is open. */
        FINISHED
    }

    /**
     * How a place stands.
     *
     * @param state highest state of its series
     * @param high whether the mean score of a run in that state is in the high band
     */
    public record Standing(State state, boolean high) {

        private static final Standing NOTHING = new Standing(State.NONE, false);

        private Standing or(Standing other) {
            int order = state.compareTo(other.state);
            return order == 0 ? new Standing(state, high || other.high) : order > 0 ? this : other;
        }
    }

    /** When the runs that confirmed a place were first, provisional and confirmed. */
    public record Dates(Instant first, Instant provisional, Instant confirmed) {}

    private final int places;
    private final double low;
    private final double high;
    private final ChangeOptions options;
    private final List<Lifecycle> patches = new ArrayList<>();
    private final Map<String, Integer> series = new HashMap<>();
    private long newest = Long.MIN_VALUE;

    /**
     * @param places how many there are
     * @param low score above which a look counts
     * @param high mean score above which a run is in the high band
     */
    public ScoredPlaces(int places, double low, double high, ChangeOptions options) {
        if (places < 1 || !(low > 0) || !(high >= low)) {
            throw new IllegalArgumentException(
                    "places %d, low %s, high %s (expected: a place at least, 0 < low <= high)"
                            .formatted(places, low, high));
        }
        this.places = places;
        this.low = low;
        this.high = high;
        this.options = options;
        for (int from = 0; from < places; from += options.cells()) {
            patches.add(new Lifecycle(options));
        }
    }

    /** Takes the next look; whether it shows any place. */
    public boolean look(String ofSeries, Instant time, float[] scores) {
        long now = time.toEpochMilli();
        if (scores.length != places || now < newest) {
            throw new IllegalArgumentException(
                    "look of %s at %s with %d places (expected: %d, not before %s)"
                            .formatted(
                                    ofSeries,
                                    time,
                                    scores.length,
                                    places,
                                    newest == Long.MIN_VALUE
                                            ? "the first"
                                            : Instant.ofEpochMilli(newest)));
        }
        int seen = 0;
        for (float score : scores) {
            seen += Float.isNaN(score) ? 0 : 1;
        }
        if (seen == 0) {
            return false;
        }
        newest = now;
        int index = series.computeIfAbsent(ofSeries, this::added);
        for (int place = 0; place < places; place++) {
            if (!Float.isNaN(scores[place])) {
                judge(index, place, now, scores[place]);
            }
        }
        patches.forEach(patch -> patch.closeGaps(now));
        return true;
    }

    private int added(String name) {
        patches.forEach(Lifecycle::addSeries);
        return series.size();
    }

    private void judge(int index, int place, long now, double score) {
        var patch = patches.get(place / options.cells());
        int cell = place % options.cells();
        var run = patch.openRun(index, cell, now);
        if (score > low) {
            var begun = run != null ? run : new Run(index, cell, now, 0, low, high, null);
            patch.above(begun, new LookTime(now, ""), score, 0, "");
        } else if (run != null) {
            patch.clear(run, now);
        }
    }

    /** How every place stands at the newest look. */
    public Standing[] standings() {
        var standings = new Standing[places];
        Arrays.fill(standings, Standing.NOTHING);
        for (int patch = 0; patch < patches.size(); patch++) {
            int from = patch * options.cells();
            var ended = new boolean[options.cells()];
            for (var run : patches.get(patch).runs()) {
                ended[run.cell] |= run.isFinished();
            }
            for (int cell = 0; cell < options.cells() && from + cell < places; cell++) {
                var standing = Standing.NOTHING;
                for (int index = 0; index < series.size(); index++) {
                    var run = patches.get(patch).openRun(index, cell, newest);
                    standing = run == null ? standing : standing.or(standing(run));
                }
                standings[from + cell] =
                        standing.state() == State.NONE && ended[cell]
                                ? new Standing(State.FINISHED, false)
                                : standing;
            }
        }
        return standings;
    }

    private static Standing standing(Run run) {
        var state =
                run.isConfirmed()
                        ? State.CONFIRMED
                        : run.isProvisional() ? State.PROVISIONAL : State.FIRST;
        return new Standing(state, run.isHigh());
    }

    /** The dates of the confirmed runs of every place; the earliest of each where there are two. */
    public List<Optional<Dates>> dates() {
        var found = new Dates[places];
        for (int patch = 0; patch < patches.size(); patch++) {
            for (var run : patches.get(patch).runs()) {
                if (run.isConfirmed()) {
                    int place = patch * options.cells() + run.cell;
                    found[place] = earliest(found[place], run);
                }
            }
        }
        return Arrays.stream(found).map(Optional::ofNullable).toList();
    }

    private static Dates earliest(Dates known, Run run) {
        var first = Instant.ofEpochMilli(run.first);
        var provisional = Instant.ofEpochMilli(run.provisionalAt);
        var confirmed = Instant.ofEpochMilli(run.confirmedAt);
        return known == null
                ? new Dates(first, provisional, confirmed)
                : new Dates(
                        earlier(known.first(), first),
                        earlier(known.provisional(), provisional),
                        earlier(known.confirmed(), confirmed));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
