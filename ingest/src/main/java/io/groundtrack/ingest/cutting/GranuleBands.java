package io.groundtrack.ingest.cutting;

import io.groundtrack.ingest.access.AssetFiles;
import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.CrsTransforms;
import io.groundtrack.ingest.raster.Georeference;
import io.groundtrack.ingest.raster.GridWarp;
import io.groundtrack.ingest.raster.GridWindow;
import io.groundtrack.ingest.raster.PixelPlace;
import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.RasterException;
import io.groundtrack.ingest.raster.RasterException.Problem;
import io.groundtrack.ingest.raster.Rasters;
import io.groundtrack.ingest.raster.Resampling;
import io.groundtrack.ingest.raster.TiePointGrid;
import io.groundtrack.schemas.Asset;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.Quality;
import io.groundtrack.schemas.RasterBand;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The open files of one granule: the bands that the model takes, and the scene classification where
 * there is one.
 *
 * <p>in: band, window of the grid → out: its pixels in the units of the system, NaN = no data. A
 * band that several assets hold is taken from the one with the smallest pixels, then the fewest
 * bands (not from a picture of it), then the first.
 *
 * <p>Bands that are in no asset are missing; whether that is an error is the caller's to say.
 *
 * <p>Errors: {@link Unusable} when opened: band missing, file missing or unreadable or cut off,
 * place on the ground unknown; {@link RasterException} when a block is damaged.
 */
final class GranuleBands implements Closeable {

    static final String SCENE_CLASSIFICATION = "SCL";

    private final Map<String, Raster> files = new HashMap<>();
    private final Map<String, Band> bands = new LinkedHashMap<>();
    private final Set<Quality> quality = EnumSet.noneOf(Quality.class);
    private final List<String> missing;
    private boolean classified;

    /** One band: where its pixels are and what they mean. */
    record Band(Asset asset, Raster raster, int index, PixelPlace place, StoredValues values) {}

    /** What files are opened with; one a cutter. */
    record Opening(AssetFiles locations, BlockCache cache, CrsTransforms transforms) {}

    /** Why a granule cannot be cut, and through which asset. */
    static final class Unusable extends Exception {

        private static final long serialVersionUID = 1L;

        private final RejectReason reason;
        private final String what;

        Unusable(RejectReason reason, String what, String message) {
            super(message, null, false, false);
            this.reason = reason;
            this.what = what;
        }

        RejectReason reason() {
            return reason;
        }

        /** The asset or band. */
        String what() {
            return what;
        }

        static Unusable without(List<String> missing, List<String> needed, MissingBands rule) {
            var names = String.join(", ", missing);
            return new Unusable(
                    RejectReason.BAND_MISSING,
                    names,
                    (missing.size() == 1 ? "band " + names + " is" : "bands " + names + " are")
                            + " in no asset (expected: "
                            + (rule == MissingBands.MEAN ? "at least one of " : "")
                            + needed
                            + (missing.size() < needed.size()
                                    ? ", or " + CutOptions.MISSING_BANDS.key() + ": mean"
                                    : "")
                            + ")");
        }

        static Unusable of(Asset asset, RasterException e) {
            var reason =
                    switch (e.problem()) {
                        case ABSENT -> RejectReason.ASSET_MISSING;
                        case NO_GRID -> RejectReason.GRID_UNSUPPORTED;
                        case NOT_A_TIFF, UNSUPPORTED, DAMAGED -> RejectReason.ASSET_UNREADABLE;
                    };
            return new Unusable(
                    reason, asset.getName(), "asset " + asset.getName() + ": " + e.getMessage());
        }
    }

    private GranuleBands(List<String> missing) {
        this.missing = missing;
    }

    static GranuleBands open(
            Granule granule, Sensor sensor, List<String> needed, MissingBands rule, Opening opening)
            throws Unusable, IOException {
        var missing = missing(granule, needed);
        if (missing.size() == needed.size() || !missing.isEmpty() && rule == MissingBands.REFUSE) {
            throw Unusable.without(missing, needed, rule);
        }
        var opened = new GranuleBands(missing);
        try {
            opening.locations().prepare(hrefs(granule, sensor, needed));
            for (var name : needed) {
                opened.find(granule, sensor, name, opening);
            }
            if (sensor == Sensor.S2) {
                opened.find(granule, sensor, SCENE_CLASSIFICATION, opening);
            }
            return opened;
        } catch (Unusable | IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Where the files are that will be opened. */
    private static List<String> hrefs(Granule granule, Sensor sensor, List<String> needed) {
        return granule.getAssets().stream()
                .filter(
                        asset ->
                                asset.getBands().stream()
                                        .map(RasterBand::getName)
                                        .anyMatch(
                                                name ->
                                                        needed.contains(name)
                                                                || sensor == Sensor.S2
                                                                        && name.equals(
                                                                                SCENE_CLASSIFICATION)))
                .map(Asset::getHref)
                .distinct()
                .toList();
    }

    /** Those of {@code needed} that no asset of the granule holds. */
    private static List<String> missing(Granule granule, List<String> needed) {
        var missing = new ArrayList<>(needed);
        for (var asset : granule.getAssets()) {
            asset.getBands().forEach(band -> missing.remove(band.getName()));
        }
        return List.copyOf(missing);
    }

    /** Of the bands it was opened for, those it does not have. */
    List<String> missing() {
        return missing;
    }

    private void find(Granule granule, Sensor sensor, String name, Opening opening)
            throws Unusable, IOException {
        Band best = null;
        for (var asset : granule.getAssets()) {
            for (var candidate : asset.getBands()) {
                if (candidate.getName().equals(name)) {
                    try {
                        var band = band(asset, candidate.getIndex(), name, sensor, opening);
                        best = best == null || isFiner(band, best) ? band : best;
                    } catch (RasterException e) {
                        throw Unusable.of(asset, e);
                    }
                }
            }
        }
        if (best != null) {
            bands.put(name, best);
            if (best.place() instanceof TiePointGrid) {
                quality.add(Quality.NO_TERRAIN_CORRECTION);
            }
            if (best.values().isUncalibrated()) {
                quality.add(Quality.UNCALIBRATED);
            }
            if (sensor == Sensor.S1) {
                quantity(best.asset(), granule.getProductKind()).ifPresent(quality::add);
            }
            classified |= name.equals(SCENE_CLASSIFICATION);
        }
    }

    private static boolean isFiner(Band band, Band than) {
        double here = band.place().pixelWidth();
        double there = than.place().pixelWidth();
        return here < there || here == there && band.raster().bands() < than.raster().bands();
    }

    private Band band(Asset asset, int index, String name, Sensor sensor, Opening opening)
            throws IOException {
        var raster = files.get(asset.getHref());
        if (raster == null) {
            raster = Rasters.open(opening.locations().open(asset.getHref()), opening.cache());
            files.put(asset.getHref(), raster);
            raster.requireComplete();
        }
        if (index < 0 || index >= raster.bands()) {
            throw new RasterException(
                    Problem.DAMAGED,
                    raster.name(),
                    "has "
                            + raster.bands()
                            + " bands (expected: "
                            + name
                            + " at position "
                            + index
                            + ")");
        }
        var values =
                name.equals(SCENE_CLASSIFICATION)
                        ? StoredValues.classes(asset, raster)
                        : StoredValues.of(asset, raster, sensor);
        var place = place(asset, raster, opening.transforms());
        if (values.isUncalibrated() && asset.getCalibration() != null) {
            values = values.with(calibration(asset, opening));
        }
        return new Band(asset, raster, index, place, values);
    }

    private static CalibrationTable calibration(Asset asset, Opening opening) throws IOException {
        try (var file = opening.locations().open(asset.getCalibration())) {
            return CalibrationTable.of(file);
        }
    }

    /** What is unusual in the backscatter of an asset. */
    private static Optional<Quality> quantity(Asset asset, String productKind) {
        var usual = productKind.equals("S1-RTC") ? Quality.GAMMA0 : Quality.SIGMA0;
        return switch (asset.getQuantity()) {
            case "sigma0" -> Optional.of(Quality.SIGMA0).filter(q -> q != usual);
            case "gamma0" -> Optional.of(Quality.GAMMA0).filter(q -> q != usual);
            case "beta0" -> Optional.of(Quality.BETA0);
            default -> Optional.empty();
        };
    }

    /** What sets its bands apart from those of other granules. */
    Set<Quality> quality() {
        return quality;
    }

    private static PixelPlace place(Asset asset, Raster raster, CrsTransforms transforms)
            throws RasterException {
        var place =
                raster.place()
                        .orElseThrow(
                                () ->
                                        new RasterException(
                                                Problem.NO_GRID,
                                                raster.name(),
                                                "has no georeference (expected: pixel scale and"
                                                        + " tie point, a matrix, or a grid of tie"
                                                        + " points)"));
        int stated = asset.getEpsg();
        if (place.epsg() == 0 && stated == 0) {
            throw new RasterException(
                    Problem.NO_GRID,
                    raster.name(),
                    "has no EPSG code (expected: one in the file or in the Item)");
        }
        if (place.epsg() != 0 && stated != 0 && place.epsg() != stated) {
            throw new RasterException(
                    Problem.NO_GRID,
                    raster.name(),
                    "is in EPSG:"
                            + place.epsg()
                            + " (expected: EPSG:"
                            + stated
                            + ", as the Item says)");
        }
        int epsg = stated == 0 ? place.epsg() : stated;
        if (!transforms.isKnown(epsg)) {
            throw new RasterException(
                    Problem.NO_GRID,
                    raster.name(),
                    "is in EPSG:"
                            + epsg
                            + ", which is not known (expected: a UTM zone or EPSG:4326)");
        }
        return place.withEpsg(epsg);
    }

    boolean hasSceneClassification() {
        return classified;
    }

    /** All bands of {@code window} will be read soon. */
    void ahead(GridWindow window, ReadAhead ahead) throws IOException {
        for (var band : bands.values()) {
            if (band.place() instanceof Georeference place) {
                ahead.tell(band.raster(), band.index(), place, window);
            }
        }
    }

    /** Fills {@code into}; see {@link GridWarp#warp}. */
    int read(String name, GridWarp warp, GridWindow window, Resampling resampling, float[] into)
            throws Unusable, IOException {
        var band = bands.get(name);
        try {
            return warp.warp(
                    band.raster(),
                    band.index(),
                    band.place(),
                    window,
                    resampling,
                    band.values(),
                    into);
        } catch (RasterException e) {
            throw Unusable.of(band.asset(), e);
        }
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (var file : new ArrayList<>(files.values())) {
            try {
                file.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        files.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
