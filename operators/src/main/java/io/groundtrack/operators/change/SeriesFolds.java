package io.groundtrack.operators.change;

import io.groundtrack.schemas.LookEntry;
import io.groundtrack.schemas.LookPageState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The folds of the series of a patch and the looks they were made from.
 *
 * <p>Of each series: the fold after its newest look, the fold before the first open look once looks
 * have settled, and folds in between, each before a page and at least {@value #KEEP_EVERY} looks
 * after the one before it.
 */
final class SeriesFolds {

    /** Looks of a series after which another fold is kept. */
    static final int KEEP_EVERY = 16;

    private final Histories histories;
    private final HistoryStore store;
    private final LookPages pages;

    SeriesFolds(Histories histories, HistoryStore store, LookPages pages) {
        this.histories = histories;
        this.store = store;
        this.pages = pages;
    }

    private static String newest(int of) {
        return of + "";
    }

    private static String settled(int of) {
        return of + "-";
    }

    private static String before(int of, long page) {
        return of + "-" + page;
    }

    private SeriesFold read(String name, PatchSeries series) {
        int numbers = series.key.names().size();
        var bytes = store.fold(name);
        return bytes == null
                ? new SeriesFold(numbers, histories.options, histories.scratch)
                : histories.folds.decode(bytes, numbers, histories.options, histories.scratch);
    }

    private void write(String name, SeriesFold fold) {
        store.fold(name, histories.folds.encode(fold));
    }

    /** The look of a pass, or null. */
    Look look(String passId, List<PatchSeries> series) {
        var bytes = store.look(passId);
        if (bytes == null) {
            return null;
        }
        var state = histories.looks.decode(bytes);
        var of = state.getSeries() < 0 ? null : series.get(state.getSeries());
        return LookCodec.look(state, of, histories.options.cells());
    }

    /** Keeps a look; {@code series} is null where nothing is seen. */
    void put(Look look, int of, PatchSeries series) {
        int set = series == null ? 0 : series.scales.setOf(look.scales());
        store.look(look.passId(), histories.looks.encode(LookCodec.state(look, of, set)));
    }

    /** Takes a look that comes after all others of its series. */
    Marks append(Look look, int of, PatchSeries series, Thresholds.Levels levels) {
        var fold = read(newest(of), series);
        long page = LookPages.pageOf(look.time());
        boolean isFirstOfPage =
                series.last.passId().isEmpty() || page > LookPages.pageOf(series.last.time());
        if (series.looks >= KEEP_EVERY && isFirstOfPage) {
            keep(fold, of, series, page);
        }
        var marks = score(fold, look, series, levels);
        series.looks++;
        series.last = LookTime.of(look);
        write(newest(of), fold);
        return marks;
    }

    private void keep(SeriesFold fold, int of, PatchSeries series, long page) {
        write(before(of, page), fold);
        series.kept.add(page);
        series.kept.sort(null);
        series.looks = 0;
    }

    private Marks score(SeriesFold fold, Look look, PatchSeries series, Thresholds.Levels levels) {
        var factors = series.scales.factors();
        fold.look(look.stored(), series.scales.setOf(look.scales()), factors, look.valid());
        return Marks.of(fold, histories.options, levels, factors, look.modelId());
    }

    /** Folds what is at {@code from} or after it once more, and marks its entries anew. */
    void again(
            int of,
            PatchSeries series,
            LookTime from,
            Thresholds.Levels levels,
            List<PatchSeries> all) {
        long start = series.keptBefore(LookPages.pageOf(from.time()));
        var fold = read(start < 0 ? settled(of) : before(of, start), series);
        var later = new ArrayList<Long>();
        series.kept.stream().filter(page -> page > start).forEach(later::add);
        series.looks = 0;
        series.last = from;
        for (var page : pages.from(start < 0 ? 0 : start).entrySet()) {
            if (!later.isEmpty() && later.get(0) <= page.getKey()) {
                while (!later.isEmpty() && later.get(0) <= page.getKey()) {
                    write(before(of, later.remove(0)), fold);
                }
                series.looks = 0;
            }
            boolean isFirstOfPage = true;
            for (LookEntry entry : page.getValue().getEntries()) {
                if (entry.getSeries() != of) {
                    continue;
                }
                if (isFirstOfPage && series.looks >= KEEP_EVERY) {
                    keep(fold, of, series, page.getKey());
                }
                isFirstOfPage = false;
                take(fold, entry, from, series, levels, all);
            }
        }
        for (long page : later) {
            series.kept.remove(page);
            store.fold(before(of, page), null);
        }
        write(newest(of), fold);
    }

    private void take(
            SeriesFold fold,
            LookEntry entry,
            LookTime from,
            PatchSeries series,
            Thresholds.Levels levels,
            List<PatchSeries> all) {
        var look = look(entry.getPassId(), all);
        if (LookTime.of(entry).compareTo(from) < 0) {
            int set = series.scales.setOf(look.scales());
            fold.teach(look.stored(), set, series.scales.factors(), look.valid());
        } else {
            score(fold, look, series, levels).into(entry);
            series.last = LookTime.of(entry);
        }
        series.looks++;
    }

    /** Teaches the looks of a page to the settled folds, and drops them. */
    void settle(long number, List<PatchSeries> all) {
        var page = pages.page(number);
        var bySeries = new TreeMap<Integer, List<Look>>();
        for (LookEntry entry : page.getEntries()) {
            if (entry.getSeries() >= 0) {
                all.get(entry.getSeries()).shown.take(entry);
                bySeries.computeIfAbsent(entry.getSeries(), of -> new ArrayList<>())
                        .add(look(entry.getPassId(), all));
            }
        }
        for (int of = 0; of < all.size(); of++) {
            settle(of, all.get(of), page, bySeries);
        }
        for (LookEntry entry : page.getEntries()) {
            store.look(entry.getPassId(), null);
        }
    }

    private void settle(
            int of, PatchSeries series, LookPageState page, Map<Integer, List<Look>> bySeries) {
        long kept = series.keptBefore(page.getNext());
        if (kept >= 0) {
            store.fold(settled(of), store.fold(before(of, kept)));
            for (long at : List.copyOf(series.kept)) {
                if (at <= kept) {
                    series.kept.remove(at);
                    store.fold(before(of, at), null);
                }
            }
            return;
        }
        var looks = bySeries.get(of);
        if (looks == null) {
            return;
        }
        var fold = read(settled(of), series);
        for (var look : looks) {
            int set = series.scales.setOf(look.scales());
            fold.teach(look.stored(), set, series.scales.factors(), look.valid());
        }
        write(settled(of), fold);
        if (series.kept.isEmpty()) {
            series.looks -= looks.size();
        }
    }
}
