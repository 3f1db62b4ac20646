package io.groundtrack.job.patches;

import io.groundtrack.ingest.cutting.CutOptions;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.model.head.BigEarthNetClasses;
import io.groundtrack.model.patches.PatchLayout;
import io.groundtrack.model.patches.PatchManifest;
import io.groundtrack.model.patches.PatchShardWriter;
import io.groundtrack.operators.pairing.TilePairs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes one set of patches out of several sources, one after another; {@link #finish} or nothing.
 *
 * <p>in: files of notices, seeds of landscapes → out: a folder that {@code PatchShards} opens.
 * Equal sources and options make equal bytes, whatever the number of threads.
 */
public final class PatchSet implements AutoCloseable {

    private final PatchLayout layout = PatchLayout.bigEarthNet(BigEarthNetClasses.NAMES);
    private final PatchShardWriter writer;
    private final int threads;
    private final Consumer<String> progress;
    private final Set<Long> known = new HashSet<>();
    private final List<SourceSummary> sources = new ArrayList<>();

    /**
     * @param progress told what happens, a line each
     */
    public PatchSet(Path folder, int patchesPerShard, int threads, Consumer<String> progress) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads + " (expected: 1 or more)");
        }
        this.writer = PatchShardWriter.create(folder, layout, patchesPerShard);
        this.threads = threads;
        this.progress = progress;
    }

    /** Adds the patches of a file of notices. */
    public SourceSummary addNotices(Path file, MonitoringOptions options, TilePairs.Rule rule)
            throws IOException {
        var into = new PatchCollection(writer, known, progress);
        return added(new NoticePatches(options, rule, layout, threads).collect(file, into));
    }

    /** Adds the patches of synthetic landscapes. */
    public SourceSummary addLandscapes(
            long seed, int landscapes, int looks, MonitoringOptions options) {
        var into = new PatchCollection(writer, known, progress);
        double minClear = options.get(CutOptions.MIN_CLEAR);
        return added(
                new LandscapePatches(seed, landscapes, looks, minClear, layout, threads)
                        .collect(into));
    }

    private SourceSummary added(SourceSummary summary) {
        sources.add(summary);
        progress.accept(summary.provenance());
        return summary;
    }

    public List<SourceSummary> sources() {
        return sources;
    }

    public long patches() {
        return writer.patches();
    }

    /** Writes what is left and the manifest. */
    public PatchManifest finish() {
        return writer.finish(
                sources.stream()
                        .filter(s -> s.written() > 0)
                        .map(SourceSummary::provenance)
                        .toList());
    }

    @Override
    public void close() {
        writer.close();
    }
}
