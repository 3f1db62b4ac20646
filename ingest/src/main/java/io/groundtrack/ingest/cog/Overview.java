package io.groundtrack.ingest.cog;

import io.groundtrack.ingest.raster.SampleType;
import java.util.OptionalDouble;

/** Two by two pixels → one. Stateless. */
final class Overview {

    private final boolean nearest;
    private final boolean integer;
    private final double nodata;

    Overview(CogProfile.Overviews kind, SampleType type, OptionalDouble nodata) {
        this.nearest = kind == CogProfile.Overviews.NEAREST;
        this.integer = type.isInteger();
        // NaN where there is none: it is never a measurement
        this.nodata = nodata.orElse(Double.NaN);
    }

    /**
     * Halves {@code columns} × {@code rows} pixels; an odd last column or row stands alone.
     *
     * @param from first pixel in {@code pixels}, of rows of {@code rowLength}
     * @param at first pixel in {@code into}, of rows of {@code intoLength}
     */
    void halve(
            double[] pixels,
            int from,
            int rowLength,
            int columns,
            int rows,
            double[] into,
            int at,
            int intoLength) {
        for (int row = 0; row < rows; row += 2) {
            int upper = from + row * rowLength;
            int lower = row + 1 < rows ? upper + rowLength : -1;
            int target = at + row / 2 * intoLength;
            for (int column = 0; column < columns; column += 2) {
                into[target++] =
                        nearest
                                ? pixels[upper + column]
                                : mean(
                                        pixels,
                                        upper + column,
                                        lower + column,
                                        lower >= 0,
                                        columns - column > 1);
            }
        }
    }

    private double mean(double[] pixels, int upper, int lower, boolean below, boolean right) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < 4; i++) {
            if ((i & 1) == 1 && !right || i > 1 && !below) {
                continue;
            }
            double value = pixels[(i > 1 ? lower : upper) + (i & 1)];
            if (value != nodata && !Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        if (count == 0) {
            return nodata;
        }
        return integer ? Math.floor(sum / count + 0.5) : sum / count;
    }
}
