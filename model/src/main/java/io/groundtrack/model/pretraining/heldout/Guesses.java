package io.groundtrack.model.pretraining.heldout;

import io.groundtrack.model.network.SensorMask;
import java.nio.FloatBuffer;

/**
 * Errors of guesses that need no model, reckoned as the loss is: squared, averaged over a removed
 * token's values, then over all removed tokens.
 */
final class Guesses {
    private Guesses() {}

    /** What a token is guessed to be, of one band. */
    private interface Guess {
        double of(int patch, int band);
    }

    /**
     * Each patch and band by the mean over its kept tokens.
     *
     * @param pixels (B, C, H, W) standardised
     */
    static double visibleMean(FloatBuffer pixels, int bands, int side, int token, SensorMask mask) {
        float[][] removed = mask.removed();
        var means = new double[removed.length][bands];
        for (int b = 0; b < removed.length; b++) {
            for (int c = 0; c < bands; c++) {
                int plane = (b * bands + c) * side * side;
                double sum = 0;
                long count = 0;
                for (int i = 0; i < side * side; i++) {
                    if (removed[b][tokenOf(i, side, token)] == 0) {
                        sum += pixels.get(plane + i);
                        count++;
                    }
                }
                means[b][c] = sum / count;
            }
        }
        return error(pixels, bands, side, token, removed, (b, c) -> means[b][c]);
    }

    /** Everything by the mean of its band over the statistics' set, which is 0. */
    static double bandMean(FloatBuffer pixels, int bands, int side, int token, SensorMask mask) {
        return error(pixels, bands, side, token, mask.removed(), (b, c) -> 0);
    }

    private static double error(
            FloatBuffer pixels, int bands, int side, int token, float[][] removed, Guess guess) {
        double squares = 0;
        long count = 0;
        for (int b = 0; b < removed.length; b++) {
            for (int c = 0; c < bands; c++) {
                int plane = (b * bands + c) * side * side;
                double value = guess.of(b, c);
                for (int i = 0; i < side * side; i++) {
                    if (removed[b][tokenOf(i, side, token)] != 0) {
                        double error = pixels.get(plane + i) - value;
                        squares += error * error;
                        count++;
                    }
                }
            }
        }
        return squares / count;
    }

    /** Number of the token that a pixel lies in, row by row. */
    private static int tokenOf(int pixel, int side, int token) {
        return pixel / side / token * (side / token) + pixel % side / token;
    }
}
