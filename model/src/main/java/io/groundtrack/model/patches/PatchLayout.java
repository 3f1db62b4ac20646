package io.groundtrack.model.patches;

import io.groundtrack.model.checkpoint.Bands;
import java.util.HashSet;
import java.util.List;

/**
 * What every patch of a set is like.
 *
 * @param imageSize pixels per side
 * @param s1 planes of Sentinel-1
 * @param s2 planes of Sentinel-2
 * @param classes names of the classes that labels and pixel classes number; may be empty
 */
public record PatchLayout(int imageSize, SensorLayout s1, SensorLayout s2, List<String> classes) {

    /** Stored where the class of a pixel, or every label of a patch, is not known. */
    public static final byte IGNORED = (byte) 255;

    static final int LARGEST_IMAGE = 4096;
    static final int MOST_CLASSES = 255;

    public PatchLayout {
        classes = List.copyOf(classes);
        if (imageSize < 1 || imageSize > LARGEST_IMAGE) {
            throw new IllegalArgumentException(
                    "imageSize: " + imageSize + " (expected: 1 to " + LARGEST_IMAGE + ")");
        }
        if (classes.size() > MOST_CLASSES || new HashSet<>(classes).size() != classes.size()) {
            throw new IllegalArgumentException(
                    "classes: "
                            + classes.size()
                            + " (expected: at most "
                            + MOST_CLASSES
                            + ", none twice)");
        }
    }

    /** Patches of 120 px with the two plus ten bands of BigEarthNet. */
    public static PatchLayout bigEarthNet(List<String> classes) {
        var bands = Bands.bigEarthNet();
        return new PatchLayout(
                120,
                SensorLayout.radar(bands.s1().names()),
                SensorLayout.optics(bands.s2().names()),
                classes);
    }

    /** Pixels of a plane. */
    public int pixels() {
        return imageSize * imageSize;
    }

    /** Values of one patch of S1. */
    public int s1Values() {
        return s1.bands().size() * pixels();
    }

    /** Values of one patch of S2. */
    public int s2Values() {
        return s2.bands().size() * pixels();
    }
}
