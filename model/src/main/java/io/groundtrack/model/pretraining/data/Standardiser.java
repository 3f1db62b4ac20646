package io.groundtrack.model.pretraining.data;

import io.groundtrack.model.checkpoint.BandSet;

/**
 * Brings the pixels of one sensor to what the model reads: turned, each band less its mean and by
 * its deviation; what is missing (not finite) becomes the band's mean, that is 0.
 *
 * @param transposed rows and columns are exchanged, after turning
 */
record Standardiser(BandSet bands, int side, boolean transposed) {

    int values() {
        return bands.count() * side * side;
    }

    /**
     * @param pixels (C, side, side), bands in the model's order
     * @param turn {@link Turn#sources}
     */
    float[] apply(float[] pixels, int[] turn) {
        int area = side * side;
        var result = new float[values()];
        for (int c = 0; c < bands.count(); c++) {
            float mean = bands.means()[c];
            float deviation = bands.deviations()[c];
            int plane = c * area;
            for (int i = 0; i < area; i++) {
                int at = transposed ? i % side * side + i / side : i;
                float value = (pixels[plane + turn[at]] - mean) / deviation;
                // true for every finite number, false for NaN and the infinities
                result[plane + i] = value - value == 0 ? value : 0;
            }
        }
        return result;
    }
}
