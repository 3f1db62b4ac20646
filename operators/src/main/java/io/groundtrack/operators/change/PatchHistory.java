package io.groundtrack.operators.change;

import io.groundtrack.schemas.LookEntry;
import io.groundtrack.schemas.PatchHistoryState;
import io.groundtrack.schemas.RunState;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of one patch, over a store that is read and written piece by piece.
 *
 * <p>in: looks in any order → out: the runs of its cells, as a fold over all looks in order of
 * (acquisition time, pass) gives them, the same for every order of arrival.
 *
 * <p>A look that comes after all others takes one step of its series' fold and one of the
 * lifecycle, whatever the length of the history. One that does not is put in its place and what
 * follows is told again: of its own series the looks since the last fold kept before it ({@value
 * SeriesFolds#KEEP_EVERY} looks apart), of the others only what they said of each cell. The result
 * is that of {@link PatchFold}, to the bit.
 *
 * <p>State and time: the horizon is counted back from the newest observation ever taken, in
 * acquisition time; what arrives behind it is {@link Arrival#TOO_LATE}. Looks settle page by page
 * once a page lies behind the horizon. A pass that says nothing (gated, rejected, gone) is
 * remembered with its revision as long. {@link #store} writes what changed.
 */
final class PatchHistory implements KnownRuns {

    /** What became of an arrival. */
    enum Arrival {
        /** It changes what is known. */
        TAKEN,
        /** It says nothing new, or something older than what is known. */
        KNOWN,
        /** It is older than the horizon. */
        TOO_LATE
    }

    /** Acquisition time of a page of looks: 16 days. */
    static final long PAGE_MS = 16 * 86_400_000L;

    /** A pass's acquisition time may move by this much from revision to revision. */
    private static final long SLACK_MS = 3_600_000;

    private final Histories histories;
    private final ChangeOptions options;
    private final HistoryStore store;
    private final PatchPlace place;
    private final List<PatchSeries> series = new ArrayList<>();
    private final SeriesFolds folds;
    private final LookPages pages;
    private final Lifecycle lifecycle;
    private long newest = Long.MIN_VALUE;
    private long sweepAt = Long.MAX_VALUE;
    private int forgotten;
    private boolean isSettled;

    /** A patch nothing is known of. */
    PatchHistory(Histories histories, HistoryStore store, PatchPlace place) {
        this.histories = histories;
        this.options = histories.options;
        this.store = store;
        this.place = place;
        this.lifecycle = new Lifecycle(options);
        this.pages = new LookPages(histories, store, LookPages.NONE, LookPages.NONE);
        this.folds = new SeriesFolds(histories, store, pages);
    }

    PatchHistory(Histories histories, HistoryStore store, PatchHistoryState head) {
        this.histories = histories;
        this.options = histories.options;
        this.store = store;
        if (head.getLooks() != options.looks() || head.getSide() != options.grid()) {
            throw new IllegalStateException(
                    ("change.looks %d, change.cells %d: the state was made with %d and %d;"
                                    + " start from a replay")
                            .formatted(
                                    options.looks(),
                                    options.grid(),
                                    head.getLooks(),
                                    head.getSide()));
        }
        this.place =
                new PatchPlace(
                        head.getPatchId(),
                        head.getTile(),
                        head.getEpsg(),
                        head.getUlx(),
                        head.getUly());
        this.lifecycle = new Lifecycle(options);
        for (var state : head.getSeries()) {
            series.add(new PatchSeries(state));
            lifecycle.addSeries();
        }
        lifecycle.put(head.getRuns());
        this.newest = head.getNewest();
        this.sweepAt = head.getSweepAt();
        this.forgotten = head.getForgotten();
        this.pages = new LookPages(histories, store, head.getFirstPage(), head.getLastPage());
        this.folds = new SeriesFolds(histories, store, pages);
    }

    /** Takes an arrival, and settles what is behind the horizon now. */
    Arrival arrive(Look arrival) {
        var known = folds.look(arrival.passId(), series);
        // what takes a look back has no acquisition time of its own
        var look = known != null && !arrival.isSeen() ? arrival.at(known.time()) : arrival;
        if (look.time() < horizon()) {
            return Arrival.TOO_LATE;
        }
        var isSame = known != null && look.saysTheSameAs(known);
        if (known != null
                && (look.revision() < known.revision()
                        || (look.revision() == known.revision() && isSame))) {
            return Arrival.KNOWN;
        }
        int of = look.isSeen() ? indexOf(look.series()) : -1;
        folds.put(look, of, of < 0 ? null : series.get(of));
        if (isSame) {
            return Arrival.KNOWN;
        }
        if (known == null && pages.isAfterAll(LookTime.of(look))) {
            append(look, of);
        } else {
            insert(known, look, of);
        }
        if (look.isSeen() && look.time() > newest) {
            newest = look.time();
            settle();
        }
        return Arrival.TAKEN;
    }

    private void append(Look look, int of) {
        var entry = LookPages.entry(look, of);
        var open = lifecycle.openStates();
        int finished = forgotten + lifecycle.finished();
        if (of >= 0) {
            var marks = folds.append(look, of, series.get(of), levels(of));
            marks.into(entry);
            lifecycle.look(of, LookTime.of(look), marks, levels(of), this::lastShown);
            lifecycle.closeGaps(look.time());
        }
        pages.add(entry, open, finished);
    }

    private void insert(Look known, Look look, int of) {
        int ofKnown = known == null || !known.isSeen() ? -1 : indexOf(known.series());
        var from = LookTime.of(look);
        if (known != null && LookTime.of(known).compareTo(from) < 0) {
            from = LookTime.of(known);
        }
        long fromPage = LookPages.pageOf(from.time());
        var start = pages.from(fromPage).firstEntry().getValue();
        var open = start.getOpen();
        int finished = start.getFinished();
        var entry = LookPages.entry(look, of);
        pages.add(entry, open, finished);
        if (known != null) {
            pages.removeOther(LookTime.of(known), entry);
        }
        if (of < 0 && ofKnown < 0) {
            return;
        }
        if (of >= 0 && known == null && LookTime.of(look).compareTo(series.get(of).last) > 0) {
            folds.append(look, of, series.get(of), levels(of)).into(entry);
        } else if (of >= 0) {
            folds.again(of, series.get(of), from, levels(of), series);
        }
        if (ofKnown >= 0 && ofKnown != of) {
            folds.again(ofKnown, series.get(ofKnown), from, levels(ofKnown), series);
        }
        tellAgain(fromPage, open, finished);
    }

    /** The lifecycle from a page on, over what each look said. */
    private void tellAgain(long fromPage, List<RunState> open, int finished) {
        lifecycle.backTo(open, finished - forgotten);
        for (var page : pages.from(fromPage).entrySet()) {
            page.getValue().setOpen(lifecycle.openStates());
            page.getValue().setFinished(forgotten + lifecycle.finished());
            pages.change(page.getKey());
            for (LookEntry entry : page.getValue().getEntries()) {
                if (entry.getSeries() >= 0) {
                    int of = entry.getSeries();
                    lifecycle.look(
                            of, LookTime.of(entry), Marks.of(entry), levels(of), this::lastShown);
                    lifecycle.closeGaps(entry.getTime());
                }
            }
        }
    }

    private String lastShown(int of, int cell, LookTime look) {
        var open = pages.lastShown(of, cell, look);
        return open != null ? open : series.get(of).shown.pass(cell);
    }

    private void settle() {
        if (options.isUnlimited()) {
            return;
        }
        long before = horizon() - SLACK_MS;
        while (pages.first() != pages.last() && (pages.first() + 1) * PAGE_MS <= before) {
            folds.settle(pages.first(), series);
            pages.removePage(pages.first());
            isSettled = true;
        }
    }

    /**
     * Drops finished runs that no open or coming look can touch. Their alerts stay as they were
     * last told. Out: whether there were any.
     */
    boolean forgetFinished() {
        if (!isSettled) {
            return false;
        }
        isSettled = false;
        var oldest = pages.page(pages.first());
        int dropped = lifecycle.forgetFinished(oldest.getFinished() - forgotten, oldest.getOpen());
        forgotten += dropped;
        return dropped > 0;
    }

    /** Whether looks have settled since this history was read, and runs may be forgotten. */
    boolean isSettled() {
        return isSettled && lifecycle.finished() > 0;
    }

    /** Oldest acquisition time that still may arrive. */
    long horizon() {
        return options.isUnlimited() || newest == Long.MIN_VALUE
                ? Long.MIN_VALUE
                : newest - options.horizon().toMillis();
    }

    /** Horizon at which something that was told can be forgotten. */
    long sweepAt() {
        return sweepAt;
    }

    void sweepAt(long time) {
        sweepAt = time;
    }

    /** Whether runs are as they were when this was last asked, or as they were read. */
    boolean isToldNow() {
        return lifecycle.isToldNow();
    }

    PatchPlace place() {
        return place;
    }

    @Override
    public List<Run> runs() {
        return lifecycle.runs();
    }

    @Override
    public SeriesKey key(int of) {
        return series.get(of).key;
    }

    @Override
    public Thresholds.Levels levelsOf(SeriesKey key) {
        return histories.thresholds.levels(key.productKind(), key.descriptor(options));
    }

    private Thresholds.Levels levels(int of) {
        var known = series.get(of);
        if (known.levels == null) {
            known.levels = levelsOf(known.key);
        }
        return known.levels;
    }

    @Override
    public ChangeOptions options() {
        return options;
    }

    private int indexOf(SeriesKey key) {
        for (int i = 0; i < series.size(); i++) {
            if (series.get(i).key.equals(key)) {
                return i;
            }
        }
        series.add(new PatchSeries(key));
        lifecycle.addSeries();
        return series.size() - 1;
    }

    /** Writes what changed. */
    void store() {
        pages.store();
        store.head(
                histories.heads.encode(
                        PatchHistoryState.newBuilder()
                                .setLooks(options.looks())
                                .setSide(options.grid())
                                .setPatchId(place.patchId())
                                .setTile(place.tile())
                                .setEpsg(place.epsg())
                                .setUlx(place.ulx())
                                .setUly(place.uly())
                                .setNewest(newest)
                                .setFirstPage(pages.first())
                                .setLastPage(pages.last())
                                .setSweepAt(sweepAt)
                                .setForgotten(forgotten)
                                .setSeries(series.stream().map(PatchSeries::state).toList())
                                .setRuns(lifecycle.states())
                                .build()));
    }
}
