package io.groundtrack.operators.change;

import io.groundtrack.schemas.LookEntry;
import io.groundtrack.schemas.LookPageState;
import io.groundtrack.schemas.RunState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The open looks of a patch in order of time, in linked pages, so that an arrival reads and writes
 * the page it falls in, and what follows it.
 *
 * <p>State and time: pages read or changed by one arrival are held until {@link #store}.
 */
final class LookPages {

    /** No page. */
    static final long NONE = -1;

    private final Histories histories;
    private final HistoryStore store;
    private final Map<Long, LookPageState> read = new HashMap<>();
    private final Set<Long> changed = new HashSet<>();
    private long first;
    private long last;

    LookPages(Histories histories, HistoryStore store, long first, long last) {
        this.histories = histories;
        this.store = store;
        this.first = first;
        this.last = last;
    }

    /** The page of an acquisition time; times before 1970 share the first one. */
    static long pageOf(long time) {
        return Math.max(0, Math.floorDiv(time, PatchHistory.PAGE_MS));
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    LookPageState page(long number) {
        return read.computeIfAbsent(
                number,
                n -> {
                    var page = histories.pages.decode(store.page(n));
                    page.setEntries(
                            new ArrayList<>(page.getEntries())); // Avro's list drops nothing
                    return page;
                });
    }

    /** Whether the look comes after all that are here. */
    boolean isAfterAll(LookTime look) {
        long page = pageOf(look.time());
        if (last == NONE || page > last) {
            return true;
        }
        if (page < last) {
            return false;
        }
        var entries = page(last).getEntries();
        return look.compareTo(LookTime.of(entries.get(entries.size() - 1))) > 0;
    }

    /** Pages from {@code from} on, ascending. */
    TreeMap<Long, LookPageState> from(long from) {
        var pages = new TreeMap<Long, LookPageState>();
        for (long at = last; at != NONE && at >= from; at = pages.get(at).getPrevious()) {
            pages.put(at, page(at));
        }
        return pages;
    }

    /** The pass of the series that showed the cell last before {@code look}, or null. */
    String lastShown(int of, int cell, LookTime look) {
        long newest = pageOf(look.time());
        for (long at = last; at != NONE; at = page(at).getPrevious()) {
            if (at > newest) {
                continue;
            }
            var entries = page(at).getEntries();
            for (int i = entries.size() - 1; i >= 0; i--) {
                var entry = entries.get(i);
                if (entry.getSeries() == of
                        && LastShown.shows(entry, cell)
                        && LookTime.of(entry).compareTo(look) < 0) {
                    return entry.getPassId();
                }
            }
        }
        return null;
    }

    /** Puts an entry in; {@code open} and {@code finished} are for a page that is new. */
    void add(LookEntry entry, List<RunState> open, int finished) {
        long number = pageOf(entry.getTime());
        var page = number > last ? null : from(number).get(number);
        if (page == null) {
            page = addPage(number, open, finished);
        }
        var entries = page.getEntries();
        var time = LookTime.of(entry);
        int at = entries.size();
        while (at > 0 && LookTime.of(entries.get(at - 1)).compareTo(time) > 0) {
            at--;
        }
        entries.add(at, entry);
        changed.add(number);
    }

    private LookPageState addPage(long number, List<RunState> open, int finished) {
        var following = number > last ? null : from(number).firstKey();
        long previous = following == null ? last : page(following).getPrevious();
        var page =
                LookPageState.newBuilder()
                        .setPrevious(previous)
                        .setNext(following == null ? NONE : following)
                        .setEntries(new ArrayList<>())
                        .setOpen(open)
                        .setFinished(finished)
                        .build();
        read.put(number, page);
        link(previous, number, following == null ? NONE : following, number);
        return page;
    }

    /**
     * Takes out the entry at this place that is not {@code entry}, and its page where nothing is
     * left in it.
     */
    void removeOther(LookTime time, LookEntry entry) {
        long number = pageOf(time.time());
        var page = page(number);
        page.getEntries().removeIf(other -> other != entry && LookTime.of(other).equals(time));
        changed.add(number);
        if (page.getEntries().isEmpty()) {
            removePage(number);
        }
    }

    /** Drops a page. */
    void removePage(long number) {
        var page = page(number);
        link(page.getPrevious(), page.getNext(), page.getNext(), page.getPrevious());
        read.remove(number);
        changed.remove(number);
        store.page(number, null);
    }

    /** Makes {@code after} follow {@code one}, and {@code before} precede {@code other}. */
    private void link(long one, long after, long other, long before) {
        if (one == NONE) {
            first = after;
        } else {
            page(one).setNext(after);
            changed.add(one);
        }
        if (other == NONE) {
            last = before;
        } else {
            page(other).setPrevious(before);
            changed.add(other);
        }
    }

    /** What is in the page has been changed. */
    void change(long number) {
        changed.add(number);
    }

    /** Writes what changed. */
    void store() {
        for (long number : changed) {
            store.page(number, histories.pages.encode(page(number)));
        }
        changed.clear();
    }

    static LookEntry entry(Look look, int series) {
        return LookEntry.newBuilder()
                .setTime(look.time())
                .setPassId(look.passId())
                .setSeries(series)
                .setScored(ByteBuffer.allocate(0))
                .setAbove(ByteBuffer.allocate(0))
                .setModelId("")
                .setShown(LastShown.shown(look.valid()))
                .build();
    }
}
