package io.groundtrack.model.metric;

import java.util.Arrays;

/**
 * Pixels of a segmentation by true class (row) and predicted class (column).
 *
 * <p>Pixels whose true class is the ignore value count nowhere, whatever was predicted there.
 * Errors: any other value outside the classes is refused with its place.
 */
public final class Confusion {
    private final int ignore;
    private final long[][] counts;

    /**
     * @param classes K, true and predicted classes are 0 to K − 1
     * @param ignore true class of pixels that do not count
     */
    public Confusion(int classes, int ignore) {
        this.ignore = ignore;
        counts = new long[classes][classes];
    }

    public void add(int[] truth, int[] predicted) {
        if (truth.length != predicted.length) {
            throw new IllegalArgumentException(
                    "segmentation: "
                            + predicted.length
                            + " predicted pixels (expected: "
                            + truth.length
                            + ")");
        }
        for (int i = 0; i < truth.length; i++) {
            if (truth[i] != ignore) {
                counts[known(truth[i], i, "true")][known(predicted[i], i, "predicted")]++;
            }
        }
    }

    private int known(int value, int pixel, String what) {
        if (value < 0 || value >= counts.length) {
            throw new IllegalArgumentException(
                    "segmentation: pixel "
                            + pixel
                            + ": "
                            + what
                            + " class "
                            + value
                            + " (expected: 0 to "
                            + (counts.length - 1)
                            + (what.equals("true") ? ", or " + ignore + " to ignore it)" : ")"));
        }
        return value;
    }

    /** (K, K), a copy. */
    public long[][] counts() {
        return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
    }

    /** Pixels that count. */
    public long pixels() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    /** Intersection over union; NaN for a class that is neither true nor predicted anywhere. */
    public double[] iou() {
        var iou = new double[counts.length];
        for (int k = 0; k < iou.length; k++) {
            long union = -counts[k][k];
            for (int other = 0; other < iou.length; other++) {
                union += counts[k][other] + counts[other][k];
            }
            iou[k] = union == 0 ? Double.NaN : (double) counts[k][k] / union;
        }
        return iou;
    }

    /** Mean of {@link #iou} over the classes that are true or predicted somewhere. */
    public double meanIou() {
        return Arrays.stream(iou())
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /** Share of the pixels that count whose class is right; NaN where none counts. */
    public double pixelAccuracy() {
        long right = 0;
        for (int k = 0; k < counts.length; k++) {
            right += counts[k][k];
        }
        long all = pixels();
        return all == 0 ? Double.NaN : (double) right / all;
    }
}
