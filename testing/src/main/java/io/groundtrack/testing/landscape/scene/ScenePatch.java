package io.groundtrack.testing.landscape.scene;

import java.util.List;

/**
 * What a scene shows of one patch, on the patch grid.
 *
 * @param row row of the patch in the tile
 * @param column column of the patch in the tile
 * @param bands names of the planes
 * @param planes one 120 × 120 plane a band, row by row; S2 digital numbers, S1 dB; NaN = no data
 * @param scl scene classification of each pixel; null for S1
 * @param valid pixels with data
 * @param clear valid pixels without cloud or shadow; for S1 the valid ones
 */
public record ScenePatch(
        int row,
        int column,
        List<String> bands,
        float[][] planes,
        byte[] scl,
        boolean[] valid,
        boolean[] clear) {

    /** The planes one after another, (bands, 120, 120): the input of a model. */
    public float[] stacked() {
        int size = Area.PATCH * Area.PATCH;
        var all = new float[planes.length * size];
        for (int band = 0; band < planes.length; band++) {
            System.arraycopy(planes[band], 0, all, band * size, size);
        }
        return all;
    }

    /** Share of clear pixels, 0…1. */
    public double clearFraction() {
        return fraction(clear);
    }

    /** Share of pixels with data, 0…1. */
    public double validFraction() {
        return fraction(valid);
    }

    private static double fraction(boolean[] mask) {
        int count = 0;
        for (boolean set : mask) {
            count += set ? 1 : 0;
        }
        return count / (double) mask.length;
    }
}
