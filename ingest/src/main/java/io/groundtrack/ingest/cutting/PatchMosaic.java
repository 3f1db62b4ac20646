package io.groundtrack.ingest.cutting;

import io.groundtrack.ingest.cutting.GranuleBands.Unusable;
import io.groundtrack.ingest.raster.GridWarp;
import io.groundtrack.ingest.raster.GridWindow;
import io.groundtrack.ingest.raster.Resampling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The pixels of one patch, laid together from the granules of its pass: the first valid pixel wins,
 * band by band.
 *
 * <p>Bands that a granule lacks are left without data in the whole patch, whatever other granules
 * have of them, so that patches with the same list of missing bands compare. A pixel is valid where
 * all other bands have data, and clear where moreover the classification of the granule that its
 * first band came from says so, or that granule has none. State: the planes of one patch, used
 * again for the next; not thread safe.
 */
final class PatchMosaic {

    private final boolean[] clearClasses;
    private final GridWarp warp;
    private final float[][] planes;
    private final float[] scratch;
    private final boolean[] clear;
    private final boolean[] valid;
    private final boolean[] won;
    private final boolean[] present;
    private int validPixels;
    private int clearPixels;
    private int unknownClasses;
    private boolean classified;
    private boolean unclassified;
    private boolean open;
    private boolean empty;

    PatchMosaic(GridWarp warp, int bands, int pixels, Collection<Integer> clearClasses) {
        this.clearClasses = SceneClass.table(clearClasses);
        this.warp = warp;
        this.planes = new float[bands][pixels];
        this.scratch = new float[pixels];
        this.clear = new boolean[pixels];
        this.valid = new boolean[pixels];
        this.won = new boolean[pixels];
        this.present = new boolean[bands];
    }

    /**
     * Begins another patch.
     *
     * @param bands names of the planes
     * @param missing those of them that stay without data
     */
    void start(List<String> bands, List<String> missing) {
        for (int b = 0; b < present.length; b++) {
            present[b] = !missing.contains(bands.get(b));
        }
        for (int b = 0; b < present.length; b++) {
            if (!present[b]) {
                Arrays.fill(planes[b], Float.NaN);
            }
        }
        Arrays.fill(clear, false);
        unknownClasses = 0;
        classified = false;
        unclassified = false;
        open = true;
        empty = true;
    }

    /** Adds what {@code granule} has where nothing is yet; it is not read where nothing is open. */
    void add(GranuleBands granule, List<String> bands, GridWindow window, Resampling resampling)
            throws Unusable, IOException {
        if (!open) {
            return;
        }
        open = false;
        int first = first();
        for (int b = first; b < planes.length; b++) {
            if (present[b] && empty) {
                int found = granule.read(bands.get(b), warp, window, resampling, planes[b]);
                open |= found < scratch.length;
                if (b == first) {
                    won(planes[b]);
                }
            } else if (present[b]) {
                granule.read(bands.get(b), warp, window, resampling, scratch);
                fill(planes[b], b == first);
            }
        }
        empty = false;
        if (granule.hasSceneClassification()) {
            classified = true;
            granule.read(
                    GranuleBands.SCENE_CLASSIFICATION, warp, window, Resampling.NEAREST, scratch);
        }
        for (int i = 0; i < won.length; i++) {
            if (won[i]) {
                clear[i] = !granule.hasSceneClassification() || isClear(scratch[i]);
                unclassified |= !granule.hasSceneClassification();
            }
        }
    }

    /** What the first granule has of the first band, it has won. */
    private void won(float[] plane) {
        for (int i = 0; i < won.length; i++) {
            won[i] = !Float.isNaN(plane[i]);
        }
    }

    /** Fills what is open in {@code plane} from the scratch. */
    private void fill(float[] plane, boolean first) {
        for (int i = 0; i < scratch.length; i++) {
            boolean filled = false;
            if (Float.isNaN(plane[i])) {
                plane[i] = scratch[i];
                filled = !Float.isNaN(scratch[i]);
                open |= !filled;
            }
            if (first) {
                won[i] = filled;
            }
        }
    }

    /** The first band that is there; how clear a pixel is goes by its granule. */
    private int first() {
        int first = 0;
        while (!present[first]) {
            first++;
        }
        return first;
    }

    /** Whether a class is clear; one that nobody knows is counted, and is not. */
    private boolean isClear(float sceneClass) {
        if (Float.isNaN(sceneClass)) {
            return false;
        }
        int code = (int) sceneClass;
        if (code != sceneClass || !SceneClass.isKnown(code)) {
            unknownClasses++;
            return false;
        }
        return clearClasses[code];
    }

    /** Pixels with classes that nobody knows. */
    int unknownClasses() {
        return unknownClasses;
    }

    /** Whether a granule without scene classification took part. */
    boolean isUnclassified() {
        return unclassified;
    }

    /** Counts what has been laid together. */
    void count() {
        Arrays.fill(valid, true);
        for (int b = 0; open && b < planes.length; b++) {
            if (present[b]) {
                var plane = planes[b];
                for (int i = 0; i < valid.length; i++) {
                    valid[i] &= !Float.isNaN(plane[i]);
                }
            }
        }
        validPixels = 0;
        clearPixels = 0;
        for (int i = 0; i < valid.length; i++) {
            clear[i] &= valid[i];
            validPixels += valid[i] ? 1 : 0;
            clearPixels += clear[i] ? 1 : 0;
        }
    }

    /** The planes of the bands that are there; overwritten by the next patch. */
    float[][] presentPlanes() {
        return IntStream.range(0, planes.length)
                .filter(b -> present[b])
                .mapToObj(b -> planes[b])
                .toArray(float[][]::new);
    }

    /** Which pixels are clear; overwritten by the next patch. */
    boolean[] clear() {
        return clear;
    }

    /** Whether a scene classification took part. */
    boolean isClassified() {
        return classified;
    }

    float validFraction() {
        return (float) validPixels / valid.length;
    }

    float clearFraction() {
        return (float) clearPixels / valid.length;
    }

    /** All planes one after the other, little-endian float32. */
    ByteBuffer pixels() {
        var bytes =
                ByteBuffer.allocate(planes.length * scratch.length * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        var pixels = bytes.asFloatBuffer();
        for (var plane : planes) {
            pixels.put(plane);
        }
        return bytes;
    }
}
