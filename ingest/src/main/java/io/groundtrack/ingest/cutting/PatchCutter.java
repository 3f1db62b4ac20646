package io.groundtrack.ingest.cutting;

import io.groundtrack.ingest.access.AccessCounters;
import io.groundtrack.ingest.access.AssetFiles;
import io.groundtrack.ingest.cutting.GranuleBands.Unusable;
import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.CrsTransforms;
import io.groundtrack.ingest.raster.GridWarp;
import io.groundtrack.ingest.raster.GridWindow;
import io.groundtrack.ingest.raster.Resampling;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.PatchWindow;
import io.groundtrack.schemas.Quality;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.schemas.Strip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Cuts a strip into patches of 120 × 120 pixels of 10 m on the tile grid.
 *
 * <p>in: {@link Strip} → out: one {@link PatchOutcome} for every bit of {@code frame.patches} and
 * {@code gone}, in the order of the bits. CUT carries the pixels (bands in the model's order; S2
 * digital numbers by nearest neighbour, S1 dB by bilinear interpolation; NaN = no data) and the
 * cells; GATED and REJECTED say why; GONE is a patch that no granule of the pass touches any more.
 * The acquisition time is the earliest sensing start among the granules that touch the patch.
 *
 * <p>Bands that a granule lacks reject it, or are left without data in every patch it touches and
 * listed there, as {@link MissingBands} says; a list is never compared with another.
 *
 * <p>A granule that cannot be opened rejects every patch it touches, one with a damaged block every
 * patch that needs the block: whatever else the strip holds, the outcome of a patch is the same.
 *
 * <p>State: the files of one strip while it is cut. Not thread safe; decoded blocks are shared with
 * the other cutters of the process. Errors: bad files are {@link Reject}s, at most one for
 * (granule, asset, reason) and strip; a failing disk is an {@link UncheckedIOException}.
 */
public final class PatchCutter implements AutoCloseable {

    /** uid of the step. */
    public static final String STEP = "cut-into-patches";

    /** Pixels per side of a patch. */
    public static final int SIZE = 120;

    /** Side of a pixel in metres. */
    public static final int PIXEL_METRES = 10;

    /** Cells per side of a patch. */
    public static final int CELLS = 8;

    private static final int PATCH_METRES = SIZE * PIXEL_METRES;
    private static final Comparator<Granule> MOSAIC_ORDER =
            Comparator.comparing(Granule::getAcquisitionTime).thenComparing(Granule::getGranuleId);

    private final CutOptions options;
    private final CrsTransforms transforms = new CrsTransforms();
    private final ReadAhead ahead = new ReadAhead(transforms);
    private final GranuleBands.Opening opening;
    private final Map<Sensor, PatchMosaic> mosaics = new HashMap<>();
    private boolean closed;

    /** A cutter; takes part in the process's block cache until it is closed. */
    public PatchCutter(CutOptions options) {
        this.options = options;
        var files = AssetFiles.acquire(options.assets());
        var cache = BlockCache.acquire(options.cacheBytes(), options.decoding());
        this.opening = new GranuleBands.Opening(files, cache, transforms);
        var warp = new GridWarp(transforms);
        for (var sensor : Sensor.values()) {
            mosaics.put(
                    sensor,
                    new PatchMosaic(
                            warp, bands(sensor).size(), SIZE * SIZE, options.clearClasses()));
        }
    }

    /** One granule of a strip: its patches, and its files or why there are none. */
    private record Source(Granule granule, BitSet patches, GranuleBands bands, Unusable unusable) {}

    /** Blocks decoded by this process since its first cutter was made. */
    public long blocksDecoded() {
        return opening.cache().decoded();
    }

    /** Different blocks needed, which {@link #blocksDecoded} should not exceed by more than 5 %. */
    public long blocksNeeded() {
        return opening.cache().needed();
    }

    /** Bytes of decoded blocks that the process holds now. */
    public long cacheBytes() {
        return opening.cache().bytes();
    }

    /** Cuts a strip and keeps all of it in memory. */
    public Cut cut(Strip strip) {
        var outcomes = new ArrayList<PatchOutcome>();
        var rejects = new ArrayList<Reject>();
        cut(strip, outcomes::add, rejects::add);
        return new Cut(outcomes, rejects);
    }

    /** Cuts a strip, patch by patch. */
    public void cut(Strip strip, Consumer<PatchOutcome> outcomes, Consumer<Reject> rejects) {
        var sources = new ArrayList<Source>();
        try {
            try {
                var rejected = new Rejects(rejects);
                openAll(strip, sources, rejected);
                cutAll(strip, sources, outcomes, rejected);
            } finally {
                for (var source : sources) {
                    if (source.bands() != null) {
                        source.bands().close();
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cutting strip " + strip.getStripId(), e);
        }
    }

    private void openAll(Strip strip, List<Source> sources, Rejects rejects) throws IOException {
        var granules = new ArrayList<>(strip.getGranules());
        granules.sort(MOSAIC_ORDER);
        var wanted = Packed.bits(strip.getFrame().getPatches());
        for (var granule : granules) {
            var patches = Packed.bits(granule.getShare().getPatches());
            if (!granule.getLive() || !patches.intersects(wanted)) {
                continue;
            }
            try {
                var needed = bands(strip.getSensor());
                var bands =
                        GranuleBands.open(
                                granule,
                                strip.getSensor(),
                                needed,
                                options.missingBands(),
                                opening);
                sources.add(new Source(granule, patches, bands, null));
            } catch (Unusable e) {
                rejects.add(granule, e);
                sources.add(new Source(granule, patches, null, e));
            }
        }
    }

    private void cutAll(
            Strip strip, List<Source> sources, Consumer<PatchOutcome> outcomes, Rejects rejects)
            throws IOException {
        var wanted = Packed.bits(strip.getFrame().getPatches());
        var all = Packed.bits(strip.getGone());
        all.or(wanted);
        int group = 0;
        int told = 0;
        for (int bit = all.nextSetBit(0); bit >= 0; bit = all.nextSetBit(bit + 1)) {
            if (bit >= group) {
                group = told > bit ? told : tell(strip, sources, wanted, bit);
                told = tell(strip, sources, wanted, group);
            }
            var touching = new ArrayList<Source>();
            for (var source : sources) {
                if (wanted.get(bit) && source.patches().get(bit)) {
                    touching.add(source);
                }
            }
            outcomes.accept(cutPatch(strip, bit, touching, rejects));
        }
    }

    /** Tells the files of the next group of patches from {@code bit} on; returns where it ends. */
    private int tell(Strip strip, List<Source> sources, BitSet wanted, int bit) throws IOException {
        int first = wanted.nextSetBit(bit);
        if (first < 0) {
            return Integer.MAX_VALUE;
        }
        int columns = strip.getFrame().getColumns();
        int most = Math.min(first + ReadAhead.PATCHES, (first / columns + 1) * columns);
        int end = wanted.previousSetBit(most - 1) + 1;
        var window =
                new GridWindow(
                        strip.getFrame().getEpsg(),
                        strip.getFrame().getUlx() + first % columns * PATCH_METRES,
                        strip.getFrame().getUly() - first / columns * PATCH_METRES,
                        PIXEL_METRES,
                        SIZE * (end - first),
                        SIZE);
        for (var source : sources) {
            int touched = source.patches().nextSetBit(first);
            if (source.bands() != null && touched >= 0 && touched < end) {
                source.bands().ahead(window, ahead);
            }
        }
        return end;
    }

    private PatchOutcome cutPatch(Strip strip, int bit, List<Source> touching, Rejects rejects)
            throws IOException {
        var outcome = framed(strip, bit);
        if (touching.isEmpty()) {
            return outcome;
        }
        // in mosaic order, so the first is the earliest
        outcome.setAcquisitionTime(touching.get(0).granule().getAcquisitionTime());
        for (var source : touching) {
            if (source.unusable() != null) {
                return rejected(outcome, source.granule(), source.unusable());
            }
        }
        var sensor = strip.getSensor();
        var missing = missing(touching, sensor);
        if (missing.size() == bands(sensor).size()) {
            // each granule has some band, none has what all have
            var why = Unusable.without(missing, bands(sensor), options.missingBands());
            rejects.add(touching.get(0).granule(), why);
            return rejected(outcome, touching.get(0).granule(), why);
        }
        var window =
                new GridWindow(
                        outcome.getEpsg(),
                        outcome.getUlx(),
                        outcome.getUly(),
                        PIXEL_METRES,
                        SIZE,
                        SIZE);
        var mosaic = mosaics.get(sensor);
        var resampling = sensor == Sensor.S2 ? Resampling.NEAREST : Resampling.BILINEAR;
        mosaic.start(bands(sensor), missing);
        for (var source : touching) {
            try {
                mosaic.add(source.bands(), bands(sensor), window, resampling);
            } catch (Unusable e) {
                rejects.add(source.granule(), e);
                return rejected(outcome, source.granule(), e);
            }
        }
        outcome.setQuality(quality(touching, mosaic, sensor));
        outcome.setUnknownClassPixels(mosaic.unknownClasses());
        return judged(outcome, mosaic, sensor, missing);
    }

    /** Of all granules that touch the patch, so that the order in which pixels win is no part. */
    private static List<String> quality(List<Source> touching, PatchMosaic mosaic, Sensor sensor) {
        var found = EnumSet.noneOf(Quality.class);
        touching.forEach(source -> found.addAll(source.bands().quality()));
        if (sensor == Sensor.S2 && (mosaic.isUnclassified() || !mosaic.isClassified())) {
            found.add(Quality.NO_SCENE_CLASSIFICATION);
        }
        if (mosaic.unknownClasses() > 0) {
            found.add(Quality.UNKNOWN_SCENE_CLASSES);
        }
        return Quality.names(found);
    }

    /** Bands that any of the granules lacks, in the model's order. */
    private List<String> missing(List<Source> touching, Sensor sensor) {
        return bands(sensor).stream()
                .filter(band -> touching.stream().anyMatch(s -> s.bands().missing().contains(band)))
                .toList();
    }

    private PatchOutcome judged(
            PatchOutcome outcome, PatchMosaic mosaic, Sensor sensor, List<String> missing) {
        mosaic.count();
        outcome.setValidFraction(mosaic.validFraction());
        outcome.setClearFraction(mosaic.clearFraction());
        if (mosaic.clearFraction() < options.minClear()) {
            outcome.setKind(OutcomeKind.GATED);
            outcome.setReason(
                    String.format(
                            Locale.ROOT,
                            "%s fraction %.4f is below %s %s",
                            mosaic.isClassified() ? "clear" : "valid",
                            mosaic.clearFraction(),
                            CutOptions.MIN_CLEAR.key(),
                            options.minClear()));
            return outcome;
        }
        var bands = bands(sensor);
        outcome.setKind(OutcomeKind.CUT);
        outcome.setWindow(
                PatchWindow.newBuilder()
                        .setBands(bands)
                        .setSize(SIZE)
                        .setPixels(mosaic.pixels())
                        .setMissingBands(missing)
                        .build());
        outcome.setCells(
                CellStatistics.of(
                        sensor,
                        bands.stream().filter(band -> !missing.contains(band)).toList(),
                        mosaic.presentPlanes(),
                        mosaic.clear(),
                        SIZE,
                        CELLS));
        return outcome;
    }

    private static PatchOutcome rejected(PatchOutcome outcome, Granule granule, Unusable why) {
        outcome.setKind(OutcomeKind.REJECTED);
        outcome.setReason(
                why.reason() + ": granule " + granule.getGranuleId() + ", " + why.getMessage());
        return outcome;
    }

    /** Outcome of a patch with its ids and place, as yet GONE. */
    private PatchOutcome framed(Strip strip, int bit) {
        var frame = strip.getFrame();
        int row = bit / frame.getColumns();
        int column = bit % frame.getColumns();
        int ulx = frame.getUlx() + column * PATCH_METRES;
        int uly = frame.getUly() - row * PATCH_METRES;
        var centre = transforms.between(frame.getEpsg(), CrsTransforms.WGS84);
        if (!centre.move(ulx + PATCH_METRES / 2.0, uly - PATCH_METRES / 2.0)) {
            throw new IllegalArgumentException(
                    "strip "
                            + strip.getStripId()
                            + ": patch at "
                            + ulx
                            + ", "
                            + uly
                            + " is nowhere in EPSG:"
                            + frame.getEpsg()
                            + " (expected: a UTM zone)");
        }
        return PatchOutcome.newBuilder()
                .setPatchId(Ids.patch(frame.getTile(), row, column))
                .setTile(frame.getTile())
                .setRow(row)
                .setColumn(column)
                .setEpsg(frame.getEpsg())
                .setUlx(ulx)
                .setUly(uly)
                .setPassId(strip.getPassId())
                .setPassRevision(strip.getPassRevision())
                .setSensor(strip.getSensor())
                .setPlatform(strip.getPlatform())
                .setProductKind(strip.getProductKind())
                .setRelativeOrbit(strip.getRelativeOrbit())
                .setAcquisitionTime(Instant.EPOCH)
                .setKind(OutcomeKind.GONE)
                .setLongitude(centre.x())
                .setLatitude(centre.y())
                .build();
    }

    private List<String> bands(Sensor sensor) {
        return sensor == Sensor.S2 ? options.s2Bands() : options.s1Bands();
    }

    /** What reading over the network has cost this cutter. */
    AccessCounters access() {
        return opening.locations().counters();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            BlockCache.release();
            opening.locations().close();
        }
    }
}
