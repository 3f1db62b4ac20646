package io.groundtrack.ingest.adapter.poll;

import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.FeedCounts.Kind;
import io.groundtrack.ingest.adapter.Refused;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Reads a catalogue from its cursor to its end.
 *
 * <p>in: pages → out: each entry that is new or has changed, delivered before the cursor moves. The
 * first request goes back by the overlap, so that an entry which became visible late is met; what
 * was met there before is left out.
 *
 * <p>Two ways from page to page. {@link Paging#SORTED}: the next request asks from the last time
 * seen, and only within one time links are followed. Pages that are counted by offset shift when an
 * entry changes meanwhile and moves to the end; asking by time is not touched by that, and the
 * cursor is safe after each page. {@link Paging#LINKED}: links to the end, for catalogues that do
 * not sort; the cursor moves at the end alone.
 *
 * <p>State: the cursor, saved after each delivery. Errors: those of source, taker and store, as
 * they are; then nothing is lost, and the next run begins where this one was sure. Pages in a
 * circle, or out of the order that was promised, are an {@link IOException}.
 */
public final class CursorWalk {

    /** How to go from page to page. */
    public enum Paging {
        /** The catalogue sorts by the time it is asked for. */
        SORTED,
        /** It does not, or nobody knows. */
        LINKED
    }

    /** Takes entries; returns when they are durable. */
    @FunctionalInterface
    public interface Taker {
        void take(List<FeedItem> items, List<Refused> refused) throws IOException;
    }

    private static final int MOST_PAGES_WITHOUT_NEWS = 10_000;
    private static final int MOST_ROUNDS_IN_ONE_TIME = 4;

    private final PageSource source;
    private final Taker taker;
    private final CursorStore store;
    private final Paging paging;
    private final Duration overlap;
    private final Clock clock;
    private final FeedCounts counts;

    public CursorWalk(
            PageSource source,
            Taker taker,
            CursorStore store,
            Paging paging,
            Duration overlap,
            Clock clock,
            FeedCounts counts) {
        this.source = source;
        this.taker = taker;
        this.store = store;
        this.paging = paging;
        this.overlap = overlap;
        this.clock = clock;
        this.counts = counts;
    }

    /** Reads to the end, once. */
    public void run() throws IOException, InterruptedException {
        var cursor = store.load();
        new Round(cursor, cursor.position().minus(overlap)).walk();
    }

    /** One way through the catalogue. */
    private final class Round {

        private final Cursor cursor;
        // an entry that claims to be from the future must not take the cursor there
        private final Instant now = clock.instant();
        private final HashSet<String> followed = new HashSet<>();
        private Instant asked;
        private Optional<Instant> highest = Optional.empty();
        private boolean newsInOneTime;
        private int roundsInOneTime;
        private int pagesWithoutNews;

        Round(Cursor cursor, Instant from) {
            this.cursor = cursor;
            this.asked = from;
        }

        void walk() throws IOException, InterruptedException {
            var page = requireSorted(source.from(asked));
            while (true) {
                counts.add(Kind.PAGES);
                take(page);
                if (page.next().isEmpty()) {
                    move();
                    return;
                }
                if (paging == Paging.SORTED) {
                    move();
                }
                page = after(page.next().get());
            }
        }

        private void take(Page page) throws IOException {
            var fresh = new ArrayList<FeedItem>();
            for (var item : page.items()) {
                item.time().ifPresent(this::see);
                if (item.time().filter(time -> time.isBefore(asked)).isPresent()) {
                    // the catalogue does not filter: that was read long ago
                    continue;
                }
                if (cursor.isNew(item)) {
                    fresh.add(item);
                    cursor.remember(item, now);
                } else {
                    counts.add(Kind.REPEATED);
                }
            }
            var refused = new ArrayList<Refused>();
            for (var one : page.refused()) {
                var mark = mark(one);
                if (cursor.isNew(mark)) {
                    refused.add(one);
                    cursor.remember(mark, now);
                }
            }
            if (fresh.isEmpty() && refused.isEmpty()) {
                pagesWithoutNews++;
                if (pagesWithoutNews > MOST_PAGES_WITHOUT_NEWS) {
                    throw new IOException(
                            MOST_PAGES_WITHOUT_NEWS
                                    + " pages in a row with nothing new (expected: an end)");
                }
                return;
            }
            pagesWithoutNews = 0;
            newsInOneTime = true;
            taker.take(fresh, refused);
        }

        private void see(Instant time) {
            if (highest.isEmpty() || time.isAfter(highest.get())) {
                highest = Optional.of(time);
            }
        }

        private Page after(Page.Link next) throws IOException, InterruptedException {
            if (paging == Paging.SORTED && highest.filter(h -> h.isAfter(asked)).isPresent()) {
                // many entries of one time came over several pages: once more, in case one moved
                var again =
                        !followed.isEmpty()
                                && newsInOneTime
                                && roundsInOneTime < MOST_ROUNDS_IN_ONE_TIME;
                roundsInOneTime = again ? roundsInOneTime + 1 : 0;
                newsInOneTime = false;
                followed.clear();
                if (!again) {
                    asked = highest.get();
                } else {
                    highest = Optional.empty();
                }
                return requireSorted(source.from(asked));
            }
            var key = Cursor.digest(next.uri() + "\n" + next.body().orElse(""));
            if (!followed.add(key)) {
                throw new IOException(
                        "pages go in a circle at "
                                + next.uri().getHost()
                                + " (expected: an end, or a new link)");
            }
            return requireSorted(source.follow(next));
        }

        private Page requireSorted(Page page) throws IOException {
            if (paging == Paging.SORTED) {
                Instant last = null;
                for (var item : page.items()) {
                    var time = item.time().orElse(null);
                    if (time != null && last != null && time.isBefore(last)) {
                        throw unsorted();
                    }
                    last = time == null ? last : time;
                }
            }
            return page;
        }

        private void move() throws IOException {
            highest.ifPresent(
                    time -> cursor.advance(time.isAfter(now) ? now : time, overlap, asked));
            store.save(cursor);
        }
    }

    private static IOException unsorted() {
        return new IOException(
                "the catalogue does not sort by the time it is asked for (expected: that, or"
                        + " --pages links)");
    }

    private static FeedItem mark(Refused one) {
        return new FeedItem("!" + Cursor.digest(one.original()), Optional.empty(), one.original());
    }
}
