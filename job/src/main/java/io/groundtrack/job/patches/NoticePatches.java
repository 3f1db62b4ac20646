package io.groundtrack.job.patches;

import io.groundtrack.ingest.cutting.CutOptions;
import io.groundtrack.ingest.notice.NoticeOptions;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.model.patches.PatchLayout;
import io.groundtrack.operators.pairing.TilePairs;
import io.groundtrack.operators.pairing.TilePairs.Rows;
import io.groundtrack.schemas.Granule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Patches of a file of notices: in notices → out examples seen by both sensors, in the order of
 * (tile, S2 pass, S1 pass, row, column), whatever the number of threads.
 *
 * <p>Notices, versions, passes, pairs and pixels are those of the job; only the window of a pair
 * may be longer, and each S1 pass within it may be a partner. Tiles are paired one after another,
 * rows of patches cut side by side.
 */
final class NoticePatches {

    private final MonitoringOptions options;
    private final TilePairs.Rule rule;
    private final CutOptions cutting;
    private final int threads;
    private int s1Passes;
    private int s2Passes;
    private int pairs;
    private int paired;
    private int gated;
    private int rejected;

    NoticePatches(MonitoringOptions options, TilePairs.Rule rule, PatchLayout layout, int threads) {
        this.options = options;
        this.rule = rule;
        this.cutting = options.cutting(layout.s1().bands(), layout.s2().bands());
        this.threads = threads;
    }

    SourceSummary collect(Path file, PatchCollection into) throws IOException {
        var source = String.valueOf(file.getFileName());
        var granules = NoticeGranules.read(file, options.notices(), into::reject);
        var cutters = new ConcurrentLinkedQueue<PairCutter>();
        try {
            InOrder.run(
                    threads,
                    new AllRows(granules),
                    rows -> {
                        var known = cutters.poll();
                        var cutter =
                                known != null
                                        ? known
                                        : new PairCutter(cutting, granules::labelsOf, source);
                        var cut = cutter.cut(rows);
                        cutters.add(cutter);
                        return cut;
                    },
                    cut -> {
                        cut.rejects().forEach(into::reject);
                        cut.taken().forEach(into::add);
                        gated += cut.gated();
                        rejected += cut.rejected();
                        into.progress(
                                source
                                        + ": "
                                        + into.written()
                                        + " patches of "
                                        + paired
                                        + " paired so far");
                    });
        } finally {
            cutters.forEach(PairCutter::close);
        }
        return new SourceSummary(
                source,
                granules.notices(),
                granules.ignored(),
                s1Passes,
                s2Passes,
                pairs,
                paired,
                into.written(),
                gated,
                rejected,
                into.repeated(),
                into.labelled(),
                into.rejects(),
                provenance(source, into));
    }

    private String provenance(String source, PatchCollection into) {
        return String.format(
                Locale.ROOT,
                "notices %s: %d patches; %s partner within %s, overlap %s, %s=%s, %s=%s, %s=%s, %s=%s",
                source,
                into.written(),
                rule.everyPartner() ? "every" : "nearest",
                rule.window(),
                rule.minOverlap(),
                NoticeOptions.PATCHES_EXTENT.key(),
                options.get(NoticeOptions.PATCHES_EXTENT).name().toLowerCase(Locale.ROOT),
                CutOptions.MIN_CLEAR.key(),
                options.get(CutOptions.MIN_CLEAR),
                NoticeOptions.S2_LEVEL.key(),
                String.join(",", options.get(NoticeOptions.S2_LEVEL)),
                NoticeOptions.S1_PRODUCT.key(),
                String.join(",", options.get(NoticeOptions.S1_PRODUCT)));
    }

    /** Rows of all pairs, tile by tile; a tile is paired when its turn comes. */
    private final class AllRows implements Iterator<Rows> {
        private final Iterator<? extends Collection<Granule>> tiles;
        private final Queue<Rows> open = new ArrayDeque<>();

        AllRows(NoticeGranules granules) {
            this.tiles = granules.tiles().iterator();
        }

        @Override
        public boolean hasNext() {
            while (open.isEmpty() && tiles.hasNext()) {
                var found = TilePairs.of(tiles.next(), rule);
                s1Passes += found.s1Passes();
                s2Passes += found.s2Passes();
                pairs += found.pairs().size();
                for (var pair : found.pairs()) {
                    paired += pair.patches();
                    open.addAll(pair.rows());
                }
            }
            return !open.isEmpty();
        }

        @Override
        public Rows next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no more rows");
            }
            return open.remove();
        }
    }
}
