package io.groundtrack.job.rasters;

import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.CrsTransforms;
import io.groundtrack.ingest.raster.GridWarp;
import io.groundtrack.ingest.raster.PixelConversion;
import io.groundtrack.ingest.raster.PixelPlace;
import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.Rasters;
import io.groundtrack.ingest.raster.Resampling;
import io.groundtrack.job.rasters.WarpResult.Outcome;
import io.groundtrack.model.checkpoint.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Warps rasters onto the grid and holds them against what another program made of them.
 *
 * <p>in: {@code warps.json}, and beside it {@code warps.safetensors} with {@code NAME/nearest} and
 * {@code NAME/bilinear} (rows, columns), NaN = no data → out: one {@link WarpResult} for each
 * tensor, in order. Sizes come from the tensors.
 *
 * <p>Bilinear passes within {@value #SHARE_OF_RANGE} of the reference's value range, nearest where
 * values are equal; both where data are in the same pixels. Left out are ties: pixels on a cell
 * border for nearest, and for the mask of bilinear pixels where a neighbour's weight vanishes, or
 * where a NaN takes part that the file does not declare as no data: GDAL lets it spread, we leave
 * it out.
 *
 * <p>Errors: a raster that cannot be read or placed is refused with its reason; {@link IOException}
 * where the list or its tensors cannot be used.
 */
public final class WarpCheck {

    private static final double SHARE_OF_RANGE = 1e-3;
    private static final int MOST_PIXELS = 1 << 24;
    private static final float LOUDEST = 1e30f;

    /** Makes NaN outshout all other values, so that each pixel it takes part in is known. */
    private static final PixelConversion LOUD =
            (pixels, count) -> {
                for (int i = 0; i < count; i++) {
                    if (Float.isNaN(pixels[i])) {
                        pixels[i] = LOUDEST;
                    }
                }
            };

    private final Path root;
    private final BlockCache cache = new BlockCache(64 << 20);
    private final CrsTransforms transforms = new CrsTransforms();
    private final GridWarp warp = new GridWarp(transforms);

    private WarpCheck(Path root) {
        this.root = root;
    }

    /**
     * Checks every warp of a list.
     *
     * @param root folder the rasters' names start from
     * @param each told of each result as it is known
     */
    public static List<WarpResult> check(Path json, Path root, Consumer<WarpResult> each)
            throws IOException {
        var cases = WarpCase.listOf(json);
        var name = json.getFileName().toString().replaceFirst("\\.json$", "") + ".safetensors";
        var check = new WarpCheck(root);
        var results = new ArrayList<WarpResult>();
        try (var reference = Safetensors.open(json.resolveSibling(name))) {
            for (var one : cases) {
                for (var result : check.check(one, reference)) {
                    results.add(result);
                    each.accept(result);
                }
            }
        }
        return results;
    }

    private List<WarpResult> check(WarpCase one, Safetensors reference) {
        var results = new ArrayList<WarpResult>();
        try (var raster = Rasters.open(root.resolve(one.source()), cache)) {
            if (one.band() < 1 || one.band() > raster.bands()) {
                return List.of(
                        WarpResult.refused(
                                one.name(),
                                one.source()
                                        + ": band "
                                        + one.band()
                                        + " (expected: 1 to "
                                        + raster.bands()
                                        + ")"));
            }
            var place = raster.place();
            if (place.isEmpty() || place.get().epsg() == 0) {
                return List.of(
                        WarpResult.refused(
                                one.name(),
                                one.source() + ": no place on the ground, or no EPSG code"));
            }
            for (var resampling : Resampling.values()) {
                var tensor = one.name() + "/" + resampling.name().toLowerCase(Locale.ROOT);
                if (reference.has(tensor)) {
                    results.add(compare(one, raster, place.get(), resampling, reference, tensor));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            return List.of(WarpResult.refused(one.name(), e.getMessage()));
        }
        return results.isEmpty()
                ? List.of(
                        WarpResult.refused(
                                one.name(),
                                "neither "
                                        + one.name()
                                        + "/nearest nor "
                                        + one.name()
                                        + "/bilinear in the reference"))
                : results;
    }

    private WarpResult compare(
            WarpCase one,
            Raster raster,
            PixelPlace place,
            Resampling resampling,
            Safetensors reference,
            String tensor)
            throws IOException {
        var shape = reference.shape(tensor);
        if (shape.length != 2
                || shape[0] < 1
                || shape[1] < 1
                || shape[0] > MOST_PIXELS
                || shape[1] > MOST_PIXELS / shape[0]) {
            throw new IllegalArgumentException(
                    tensor + ": shape " + Arrays.toString(shape) + " (expected: rows and columns)");
        }
        var expected = reference.tensor(tensor).values();
        var window = one.window((int) shape[1], (int) shape[0]);
        var found = new float[window.pixels()];
        warp.warp(raster, one.band() - 1, place, window, resampling, withoutNodata(raster), found);
        var borders = new CellBorders(transforms, raster, place, window);
        if (resampling == Resampling.NEAREST) {
            return nearest(one.name(), expected, found, borders);
        }
        var poisoned = new float[0];
        if (raster.nodata().isEmpty() && !raster.type().isInteger()) {
            poisoned = new float[window.pixels()];
            warp.warp(raster, one.band() - 1, place, window, resampling, LOUD, poisoned);
        }
        return bilinear(one.name(), expected, found, borders, poisoned);
    }

    private static PixelConversion withoutNodata(Raster raster) {
        if (raster.nodata().isEmpty()) {
            return PixelConversion.NONE;
        }
        float nodata = (float) raster.nodata().getAsDouble();
        return (pixels, count) -> {
            for (int i = 0; i < count; i++) {
                if (pixels[i] == nodata) {
                    pixels[i] = Float.NaN;
                }
            }
        };
    }

    private static WarpResult nearest(
            String name, float[] expected, float[] found, CellBorders borders) {
        var tally = new Tally();
        for (int i = 0; i < expected.length; i++) {
            boolean same =
                    expected[i] == found[i] || Float.isNaN(expected[i]) && Float.isNaN(found[i]);
            boolean tie = !same && borders.onBorder(i);
            tally.count(expected[i], tie ? expected[i] : found[i], same || tie);
            tally.ties += tie ? 1 : 0;
        }
        return tally.result(name, Resampling.NEAREST, 0);
    }

    private static WarpResult bilinear(
            String name, float[] expected, float[] found, CellBorders borders, float[] poisoned) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float value : expected) {
            least = value < least ? value : least;
            most = value > most ? value : most;
        }
        double range = most > least ? (double) most - least : Math.abs(most);
        double allowed = Double.isFinite(range) ? SHARE_OF_RANGE * range : 0;
        var tally = new Tally();
        for (int i = 0; i < expected.length; i++) {
            boolean oneSided = Float.isNaN(expected[i]) != Float.isNaN(found[i]);
            boolean tie =
                    oneSided
                            && (borders.onCentreLine(i)
                                    || Float.isNaN(expected[i])
                                            && i < poisoned.length
                                            && Math.abs(poisoned[i]) > LOUDEST * 1e-9f);
            boolean right =
                    !oneSided
                            && (Float.isNaN(expected[i])
                                    || Math.abs((double) expected[i] - found[i]) <= allowed);
            tally.count(expected[i], found[i], right || tie);
            tally.ties += tie ? 1 : 0;
        }
        return tally.result(name, Resampling.BILINEAR, allowed);
    }

    private static final class Tally {
        private int pixels;
        private int both;
        private int ties;
        private int wrong;
        private double largest;
        private double sum;

        void count(float expected, float found, boolean right) {
            pixels += Float.isNaN(expected) ? 0 : 1;
            wrong += right ? 0 : 1;
            if (!Float.isNaN(expected) && !Float.isNaN(found)) {
                double difference = Math.abs((double) expected - found);
                both++;
                sum += difference;
                largest = Math.max(largest, difference);
            }
        }

        WarpResult result(String name, Resampling resampling, double allowed) {
            return new WarpResult(
                    name,
                    Optional.of(resampling),
                    wrong == 0 ? Outcome.PASSED : Outcome.FAILED,
                    pixels,
                    largest,
                    both == 0 ? 0 : sum / both,
                    allowed,
                    ties,
                    wrong,
                    wrong == 0 ? "" : wrong + " pixels are not the reference's");
        }
    }
}
